#version 330 core
// OTHER_LIGHTS is defined by the program that compiles this.
// The light that the surface seen by one sample sends to the camera: key light, others and
// surroundings.

uniform sampler2D albedo;
uniform sampler2D normal_depth;
uniform sampler2DShadow shadow_map;

uniform vec4 camera_ray;  // ray.xy = pixel * camera_ray.xy + camera_ray.zw
uniform mat3 world_from_camera_rotation;
uniform vec3 camera_position;
uniform float supersample;
uniform float sample_offset;

uniform vec3 irradiance_sh[9];
uniform vec4 light;  // xyz towards a sun with w = 0, or position of a lamp with w = 1
uniform vec3 light_radiance;
uniform float light_distance_squared;  // where a lamp has its stated radiance
#if OTHER_LIGHTS
// Without shadows. As `light`; radiance, and the squared distance where a lamp has it.
uniform vec4 other_light[OTHER_LIGHTS];
uniform vec4 other_radiance[OTHER_LIGHTS];
#endif
uniform mat3 light_from_world_rotation;  // to axes right, up, towards the light
uniform vec3 light_origin;
uniform vec3 shadow_scale;  // light space to texture: see light_visibility
uniform float shadow_depth_offset;
uniform float shadow_texel;  // size of a shadow texel [m], at distance 1 m for a lamp
uniform float penumbra;      // radius of the blurred shadow edge [m]

layout(location = 0) out vec4 out_colour;  // linear; alpha = share of the ambient light

// Share of the key light that arrives. The samples lie on the receiver's own plane, so a wide
// penumbra needs no wide bias. Each of four neighbouring samples takes four of sixteen directions:
// together they blur as sixteen do, without a noise that would crawl from frame to frame.
float light_visibility(vec3 position, vec3 normal, float facing) {
    vec3 receiver = light_from_world_rotation * (position - light_origin);
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

// Value of the ambient light at a normal, as the colour of a white surface.
vec3 irradiance(vec3 n) {
    vec3 sum = 0.282095 * irradiance_sh[0];
    sum += 0.488603 * (n.y * irradiance_sh[1] + n.z * irradiance_sh[2] + n.x * irradiance_sh[3]);
    sum += 1.092548 * (n.x * n.y * irradiance_sh[4] + n.y * n.z * irradiance_sh[5]);
    sum += 0.315392 * (3.0 * n.z * n.z - 1.0) * irradiance_sh[6];
    sum += 1.092548 * n.x * n.z * irradiance_sh[7];
    sum += 0.546274 * (n.x * n.x - n.y * n.y) * irradiance_sh[8];
    return max(sum, 0.0);
}

// Light of a sun or lamp that leaves a surface which faces it; `facing` is the cosine of incidence.
vec3 reflected(vec4 source, vec4 radiance, vec3 position, vec3 normal, vec3 view, vec3 diffuse,
               out float facing) {
    vec3 to_light = source.xyz - source.w * position;
    vec3 towards = normalize(to_light);
    facing = dot(normal, towards);
    float squared = max(dot(to_light, to_light), 0.01);
    float falloff = source.w > 0.5 ? radiance.w / squared : 1.0;
    float gloss = max(dot(normal, normalize(towards - view)), 0.0);
    gloss *= gloss; gloss *= gloss; gloss *= gloss; gloss *= gloss;  // to the power 16
    return radiance.rgb * falloff * (diffuse * facing + 0.04 * gloss);
}

void main() {
    ivec2 place = ivec2(gl_FragCoord.xy);
    vec4 surface = texelFetch(normal_depth, place, 0);
    vec2 pixel = (gl_FragCoord.xy - sample_offset) / supersample;
    vec3 ray = vec3(pixel * camera_ray.xy + camera_ray.zw, 1.0);
    ray = world_from_camera_rotation * ray;
    vec3 position = camera_position + ray * surface.w;
    vec3 normal = world_from_camera_rotation * surface.xyz;
    vec3 diffuse = texelFetch(albedo, place, 0).rgb;
    vec3 surroundings = diffuse * irradiance(normal);

    vec3 view = normalize(ray);
    float facing;
    vec3 key = reflected(light, vec4(light_radiance, light_distance_squared), position, normal,
                         view, diffuse, facing);
    key *= facing > 0.0 ? light_visibility(position, normal, facing) : 0.0;
#if OTHER_LIGHTS
    for (int i = 0; i < OTHER_LIGHTS; ++i) {
        // They have no shadows of their own, so corners are darkened for them as for ambient light.
        float towards_other;
        vec3 sent = reflected(other_light[i], other_radiance[i], position, normal, view, diffuse,
                              towards_other);
        surroundings += towards_other > 0.0 ? sent : vec3(0.0);
    }
#endif

    vec3 colour = key + surroundings;
    float total = colour.r + colour.g + colour.b;
    float share = (surroundings.r + surroundings.g + surroundings.b) / max(total, 1e-6);
    out_colour = vec4(min(colour, 1000.0), share);
}
