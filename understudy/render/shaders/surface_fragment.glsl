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
uniform vec3 light_up;
uniform mat4 light_from_world;
uniform float shadow_texel;  // size of a shadow texel [m], at distance 1 m for a lamp
uniform float penumbra;      // radius of the blurred shadow edge [m]
uniform vec2 disk[16];

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
float light_visibility(vec3 normal, vec3 towards, float facing) {
    vec3 right = normalize(cross(light_up, towards));
    vec3 up = cross(towards, right);
    float slope = 1.0 / max(facing, 0.15);
    right -= towards * dot(normal, right) * slope;
    up -= towards * dot(normal, up) * slope;

    float w = dot(vec4(world_position, 1.0), vec4(light_from_world[0].w, light_from_world[1].w,
                                                  light_from_world[2].w, light_from_world[3].w));
    if (w <= 0.0) return 1.0;
    vec3 lifted = world_position + normal * (1.5 * shadow_texel * w);
    vec4 centre = light_from_world * vec4(lifted, 1.0);
    vec4 across = light_from_world * vec4(right * penumbra, 0.0);
    vec4 along = light_from_world * vec4(up * penumbra, 0.0);

    ivec2 cell = ivec2(gl_FragCoord.xy) & 1;
    int start = cell.x + 2 * cell.y;
    float sum = 0.0;
    for (int i = 0; i < 4; ++i) {
        vec2 offset = disk[start + 4 * i];
        vec4 tap = centre + across * offset.x + along * offset.y;
        vec3 place = tap.xyz / tap.w * 0.5 + 0.5;
        bool outside = any(lessThan(place, vec3(0.0))) || any(greaterThan(place, vec3(1.0)));
        sum += outside ? 1.0 : textureLod(shadow_map, place, 0.0);
    }
    return 0.25 * sum;
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
        key = light_radiance * falloff * reflected * light_visibility(normal, towards, facing);
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
