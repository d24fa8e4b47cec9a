#version 330 core
// Colour and every ground-truth value of one sample, in one pass.

uniform sampler2DArray textures;
uniform sampler2DShadow shadow_map;

uniform mat3 camera_from_world_rotation;
uniform vec3 camera_position;
uniform mat3 next_intrinsics;
uniform float supersample;
uniform float sample_offset;  // 0.5 where the sample grid includes pixel borders, else 0
uniform float instance;

uniform vec4 light;  // xyz towards a sun with w = 0, or position of a lamp with w = 1
uniform vec3 light_radiance;
uniform float light_distance_squared;  // where a lamp has its stated radiance
uniform mat3 light_from_world_rotation;  // to axes right, up, towards the light
uniform vec3 light_origin;
uniform vec3 shadow_scale;  // light space to texture: see light_visibility
uniform float shadow_depth_offset;
uniform float shadow_texel;  // size of a shadow texel [m], at distance 1 m for a lamp
uniform float penumbra;      // radius of the blurred shadow edge [m]

in vec3 world_position;
in vec3 world_normal;
in vec3 next_camera_position;
in vec3 albedo;
in vec3 ambient;
in vec2 uv;
flat in float layer;
flat in float body_part;

layout(location = 0) out vec4 out_colour;  // linear; alpha = share of the ambient light
layout(location = 1) out vec4 out_normal_depth;
layout(location = 2) out vec4 out_flow_identity;  // flow, next depth, 256 * instance + part

// Share of the key light that arrives. The samples lie on the receiver's own plane, so a wide
// penumbra needs no wide bias. Each of four neighbouring samples takes four of sixteen directions:
// together they blur as sixteen do, without a noise that would crawl from frame to frame.
float light_visibility(vec3 normal, float facing) {
    vec3 receiver = light_from_world_rotation * (world_position - light_origin);
    vec3 plane = light_from_world_rotation * normal;
    vec3 towards = light.w > 0.5 ? -normalize(receiver) : vec3(0.0, 0.0, 1.0);
    float distance = light.w > 0.5 ? -receiver.z : 1.0;
    receiver += plane * (1.5 * shadow_texel * distance);
    vec3 slide = towards / max(facing, 0.15);

    vec2 cell = mod(floor(gl_FragCoord.xy), 2.0);
    float turn = cell.x + 2.0 * cell.y;
    vec2 arm = mix(mix(vec2(1.0, 0.0), vec2(0.92388, 0.38268), cell.x),
                   mix(vec2(0.70711, 0.70711), vec2(0.38268, 0.92388), cell.x), cell.y);
    float sum = 0.0;
    for (int i = 0; i < 4; ++i) {
        vec2 across = arm * (penumbra * sqrt(fract(0.25 * (float(i) + turn) + 0.125)));
        arm = vec2(-arm.y, arm.x);
        vec3 tap = receiver + vec3(across, 0.0) - slide * dot(plane.xy, across);
        float inverse = light.w > 0.5 ? -1.0 / tap.z : 1.0;
        float depth = light.w > 0.5 ? inverse : tap.z;
        vec3 place = vec3(tap.xy * inverse, depth) * shadow_scale;
        sum += textureLod(shadow_map, place + vec3(0.5, 0.5, shadow_depth_offset), 0.0);
    }
    // Nothing casts shadows beyond the map's border or behind a lamp.
    vec2 border = abs(receiver.xy) * shadow_scale.xy;
    bool covered = max(border.x, border.y) < 0.5 * distance;
    return covered ? 0.25 * sum : 1.0;
}

void main() {
    vec3 normal = normalize(world_normal);
    if (!gl_FrontFacing) normal = -normal;  // only bodies are drawn from both sides

    vec3 diffuse = albedo * texture(textures, vec3(uv, layer)).rgb;
    vec3 surroundings = diffuse * ambient;

    vec3 to_light = light.xyz - light.w * world_position;
    vec3 towards = normalize(to_light);
    float facing = dot(normal, towards);
    vec3 key = vec3(0.0);
    if (facing > 0.0) {
        float squared = max(dot(to_light, to_light), 0.01);
        float falloff = light.w > 0.5 ? light_distance_squared / squared : 1.0;
        vec3 half_way = normalize(towards + normalize(camera_position - world_position));
        float gloss = max(dot(normal, half_way), 0.0);
        gloss *= gloss; gloss *= gloss; gloss *= gloss; gloss *= gloss;  // to the power 16
        vec3 reflected = diffuse * facing + 0.04 * gloss;
        key = light_radiance * falloff * reflected * light_visibility(normal, facing);
    }
    vec3 colour = key + surroundings;
    float total = colour.r + colour.g + colour.b;
    float share = (surroundings.r + surroundings.g + surroundings.b) / max(total, 1e-6);
    out_colour = vec4(min(colour, 1000.0), share);

    float depth = 1.0 / gl_FragCoord.w;
    out_normal_depth = vec4(camera_from_world_rotation * normal, depth);

    vec2 pixel = (gl_FragCoord.xy - sample_offset) / supersample;
    vec3 next = next_intrinsics * next_camera_position;
    vec2 flow = next.z > 0.0 ? next.xy / next.z - pixel : vec2(0.0);
    out_flow_identity = vec4(flow, next_camera_position.z, 256.0 * instance + body_part);
}
