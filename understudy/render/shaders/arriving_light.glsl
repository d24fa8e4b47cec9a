// SUPERSAMPLE, OCCLUSION and OTHER_LIGHTS are defined by the program that includes this.
// The light that falls on the surface at a pixel's centre: key light, others and surroundings.

uniform sampler2D open_depth;
uniform sampler2DShadow shadow_map;

uniform vec4 camera_ray;  // ray.xy = pixel * camera_ray.xy + camera_ray.zw
uniform mat3 world_from_camera_rotation;
uniform vec3 camera_position;

uniform vec3 irradiance_sh[9];
uniform vec4 key_light;  // xyz towards a sun with w = 0, or position of a lamp with w = 1
uniform vec3 light_radiance;
uniform float light_distance_squared;  // where a lamp has its stated radiance
#if OTHER_LIGHTS
// Without shadows. As `key_light`; radiance, and the squared distance where a lamp has it.
uniform vec4 other_light[OTHER_LIGHTS];
uniform vec4 other_radiance[OTHER_LIGHTS];
#endif
uniform mat3 light_from_world_rotation;  // to axes right, up, towards the light
uniform vec3 light_origin;
uniform vec3 shadow_scale;  // light space to texture: see light_visibility
uniform float shadow_depth_offset;
uniform float shadow_texel;  // size of a shadow texel [m], at distance 1 m for a lamp
uniform float penumbra;      // radius of the blurred shadow edge [m]

// The samples lie on the receiver's own plane, so a wide penumbra needs no wide bias.
float shadow_tap(vec3 receiver, vec3 slide, vec2 normal, vec2 across) {
    vec3 tap = receiver + vec3(across, 0.0) - slide * dot(normal, across);
    float inverse = key_light.w > 0.5 ? -1.0 / tap.z : 1.0;
    float depth = key_light.w > 0.5 ? inverse : tap.z;
    vec3 place = vec3(tap.xy * inverse, depth) * shadow_scale;
    return textureLod(shadow_map, place + vec3(0.5, 0.5, shadow_depth_offset), 0.0);
}

// Share of the key light that arrives. Four taps of sixteen tell whether the pixel lies in the
// border of a shadow; the pattern is the same everywhere, so nothing crawls.
float light_visibility(vec3 position, vec3 normal, float facing) {
    vec3 receiver = light_from_world_rotation * (position - light_origin);
    vec3 plane = light_from_world_rotation * normal;
    vec3 towards = key_light.w > 0.5 ? -normalize(receiver) : vec3(0.0, 0.0, 1.0);
    float distance = key_light.w > 0.5 ? -receiver.z : 1.0;
    receiver += plane * (1.5 * shadow_texel * distance);
    vec3 slide = towards / max(facing, 0.15);

#if SUPERSAMPLE == 1  // a draft's shadows are hard
    float share = shadow_tap(receiver, slide, plane.xy, vec2(0.0));
#else
    vec2 turn = vec2(0.92388, 0.38268) * penumbra;
    vec2 far = 0.9354 * turn;
    float sum = shadow_tap(receiver, slide, plane.xy, far);
    sum += shadow_tap(receiver, slide, plane.xy, -far);
    sum += shadow_tap(receiver, slide, plane.xy, 0.6 * vec2(-turn.y, turn.x));
    sum += shadow_tap(receiver, slide, plane.xy, 0.6 * vec2(turn.y, -turn.x));
    // llvmpipe leaves a loop when no pixel needs it, but runs through an `if` all the same.
    int rounds = sum > 0.0 && sum < 4.0 ? 4 : 0;
    vec2 arm = vec2(0.70711, 0.70711) * penumbra;
    for (int i = 0; i < rounds; ++i) {
        vec2 next = vec2(-arm.y, arm.x);
        sum += shadow_tap(receiver, slide, plane.xy, 0.25 * (arm + next));
        sum += shadow_tap(receiver, slide, plane.xy, 0.66 * arm);
        sum += shadow_tap(receiver, slide, plane.xy, 0.62 * (arm + next));
        arm = next;
    }
    float share = rounds > 0 ? sum / 16.0 : 0.25 * sum;
#endif
    // Nothing casts shadows beyond the map's border or behind a lamp.
    vec2 border = abs(receiver.xy) * shadow_scale.xy;
    bool covered = max(border.x, border.y) < 0.5 * distance;
    return covered ? share : 1.0;
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

// Highlight and diffuse share of a sun's or lamp's radiance that leaves a white surface; `facing`
// is the cosine of incidence.
vec2 reflected(vec4 source, float squared, vec3 position, vec3 normal, vec3 view,
               out float facing) {
    vec3 to_light = source.xyz - source.w * position;
    vec3 towards = normalize(to_light);
    facing = dot(normal, towards);
    float falloff = source.w > 0.5 ? squared / max(dot(to_light, to_light), 0.01) : 1.0;
    float gloss = max(dot(normal, normalize(towards - view)), 0.0);
    gloss *= gloss; gloss *= gloss; gloss *= gloss; gloss *= gloss;  // to the power 16
    return facing > 0.0 ? falloff * vec2(facing, 0.04 * gloss) : vec2(0.0);
}

#if OCCLUSION
// Mean over the 2 x 2 pattern of the occlusion pass, whose pixels are twice as large, on this
// pixel's surface only.
float ambient_share(vec2 pixel, float depth) {
    ivec2 last = textureSize(open_depth, 0) - 1;
    vec2 place = 0.5 * pixel - 0.25;  // its pixel (i, j) looks at the centre of pixel (2i, 2j)
    ivec2 middle = ivec2(floor(place + 0.5));
    float sum = 0.0;
    float total = 0.0;
    for (int y = -1; y <= 1; ++y) {
        for (int x = -1; x <= 1; ++x) {
            ivec2 cell = middle + ivec2(x, y);
            vec2 near = texelFetch(open_depth, clamp(cell, ivec2(0), last), 0).xy;
            vec2 weights = 1.0 - 0.5 * abs(vec2(cell) - place);
            float weight = weights.x * weights.y;
            weight *= abs(near.y - depth) < 0.05 * depth ? 1.0 : 0.001;
            sum += weight * near.x;
            total += weight;
        }
    }
    return sum / total;
}
#endif

// Colour of a white surface, linear, and highlight. `ray` has z = 1 and is in camera space, as is
// the surface's normal; its depth is w.
vec4 arriving_light(vec2 pixel, vec3 ray, vec4 surface) {
    ray = world_from_camera_rotation * ray;
    vec3 position = camera_position + ray * surface.w;
    vec3 normal = world_from_camera_rotation * surface.xyz;
    vec3 view = normalize(ray);

    vec3 surroundings = irradiance(normal);
    float facing;
    vec2 key = reflected(key_light, light_distance_squared, position, normal, view, facing);
    if (facing > 0.0) key *= light_visibility(position, normal, facing);
    float highlight = key.y;
#if OTHER_LIGHTS
    for (int i = 0; i < OTHER_LIGHTS; ++i) {
        // They have no shadows of their own, so corners are darkened for them as for ambient light.
        float unused;
        vec2 sent = reflected(other_light[i], other_radiance[i].w, position, normal, view, unused);
        surroundings += other_radiance[i].rgb * sent.x;
        // Highlights all have the key light's hue.
        highlight += sent.y * dot(other_radiance[i].rgb, vec3(1.0)) /
                     max(dot(light_radiance, vec3(1.0)), 0.001);
    }
#endif
#if OCCLUSION
    surroundings *= ambient_share(pixel, surface.w);
#endif
    return min(vec4(light_radiance * key.x + surroundings, highlight), 1000.0);
}
