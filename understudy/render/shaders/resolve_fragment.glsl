#version 330 core
// SUPERSAMPLE, and with 1 also OCCLUSION and OTHER_LIGHTS, are defined by the program that compiles
// this.
// From samples to pixels: surface colours are lit, averaged over the pixel in linear light, exposed
// and tone mapped; ground truth is the sample at the pixel's exact centre, never an average.

uniform sampler2D albedo;
uniform sampler2D normal_depth;
uniform sampler2D flow_identity;
uniform sampler2D environment;

#if SUPERSAMPLE == 1
#include arriving_light
#else
uniform sampler2D light;  // per pixel, see arriving_light
uniform vec3 light_radiance;
uniform vec4 camera_ray;  // ray.xy = pixel * camera_ray.xy + camera_ray.zw
uniform mat3 world_from_camera_rotation;
#endif
uniform float exposure;
uniform mat4 next_camera_from_camera;
uniform vec4 next_focal_centre;

layout(location = 0) out vec4 out_colour;
layout(location = 1) out vec4 out_normal_depth;
layout(location = 2) out vec4 out_flow_identity;

// A loop of none or one round stands for an `if` below: llvmpipe runs through both sides of an `if`
// whatever the condition, but leaves a loop when no pixel needs it.

const int MIDDLE = SUPERSAMPLE / 2;
const bool EVEN = SUPERSAMPLE % 2 == 0;

// Linear up to one half, then an exponential shoulder: a white wall in a light of 1 comes out at
// 0.816, and highlights keep their gradation.
vec3 tone_curve(vec3 x) {
    return mix(x, 1.0 - 0.5 * exp(1.0 - 2.0 * x), step(0.5, x));
}

vec3 srgb(vec3 x) {
    return mix(12.92 * x, 1.055 * pow(max(x, 0.0031308), vec3(1.0 / 2.4)) - 0.055,
               step(0.0031308, x));
}

// What lies behind all geometry, from an equirectangular picture.
vec3 sky(vec3 ray) {
    vec3 direction = normalize(world_from_camera_rotation * ray);
    float turn = atan(direction.y, direction.x) / 6.28318530718;
    float tilt = acos(clamp(direction.z, -1.0, 1.0)) / 3.14159265359;
    // No mip levels: at the seam of the turn the derivative would pick the coarsest.
    return min(textureLod(environment, vec2(turn, tilt), 0.0).rgb, 1000.0);
}

float weight_of(int place) {
    return EVEN && (place == 0 || place == SUPERSAMPLE) ? 0.5 : 1.0;
}

vec3 lit(vec3 diffuse, vec4 arriving) {
    return diffuse * arriving.rgb + light_radiance * arriving.a;
}

float likeness(vec4 surface, float scale, vec4 other) {
    return dot(surface.xyz, other.xyz) - scale * abs(surface.w - other.w);
}

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    ivec2 first = pixel * SUPERSAMPLE;
    vec4 centre = texelFetch(normal_depth, first + MIDDLE, 0);
    vec3 ray = vec3(gl_FragCoord.xy * camera_ray.xy + camera_ray.zw, 1.0);
    vec3 point = ray * centre.w;

    out_normal_depth = centre;
    out_flow_identity = texelFetch(flow_identity, first + MIDDLE, 0);
    if (centre.w > 0.0 && out_flow_identity.w == 0.0) {  // it stands still: the camera moves
        vec3 next = (next_camera_from_camera * vec4(point, 1.0)).xyz;
        vec2 place = next_focal_centre.xy * next.xy / next.z + next_focal_centre.zw;
        out_flow_identity.xy = next.z > 0.0 ? place - gl_FragCoord.xy : vec2(0.0);
        out_flow_identity.z = next.z;
    }

    // An even count of samples per side puts the outer ones on the pixel's border, shared with the
    // neighbour and worth half (trapezoid rule); an odd count keeps them all inside.
    const int LAST = EVEN ? SUPERSAMPLE : SUPERSAMPLE - 1;
#if SUPERSAMPLE == 1
    float uncovered = centre.w > 0.0 ? 0.0 : 1.0;
    vec4 arriving = arriving_light(gl_FragCoord.xy, ray, centre);
    vec3 reflected_light = lit(texelFetch(albedo, pixel, 0).rgb, arriving);
    vec3 sum = centre.w > 0.0 ? reflected_light : vec3(0.0);
#else
    vec4 centre_light = texelFetch(light, pixel, 0);
    // How far a sample lies off the plane of the surface at the centre is linear in its place and
    // its depth.
    float facing = dot(centre.xyz, ray);
    vec2 tilt = centre.xy * camera_ray.xy / float(SUPERSAMPLE);
    float farthest = 0.0;
    float least_alike = 1.0;
    vec3 diffuse_sum = vec3(0.0);  // nothing where there is no surface
    float uncovered = 0.0;
    for (int y = 0; y <= LAST; ++y) {
        for (int x = 0; x <= LAST; ++x) {
            float weight = weight_of(x) * weight_of(y);
            vec4 surface = texelFetch(normal_depth, first + ivec2(x, y), 0);
            float along = facing + float(x - MIDDLE) * tilt.x + float(y - MIDDLE) * tilt.y;
            farthest = max(farthest, abs(along * surface.w - facing * centre.w));
            least_alike = min(least_alike, dot(centre.xyz, surface.xyz));
            diffuse_sum += weight * texelFetch(albedo, first + ivec2(x, y), 0).rgb;
            uncovered += surface.w > 0.0 ? 0.0 : weight;
        }
    }
    float covered = float(SUPERSAMPLE * SUPERSAMPLE) - uncovered;
    vec3 sum = diffuse_sum * centre_light.rgb + covered * light_radiance * centre_light.a;
    bool mixed = least_alike < 0.95 || farthest > 0.02 * centre.w;
    // Several surfaces in one pixel: each sample takes the light of the pixel around it, of two or
    // four, whose centre sees the surface most like its own.
    int searches = mixed && covered > 0.0 ? 1 : 0;
    for (int i = 0; i < searches; ++i) {
        vec4 near_surface[9];
        vec4 near_light[9];
        ivec2 last = textureSize(light, 0) - 1;
        for (int n = 0; n < 9; ++n) {
            ivec2 near = clamp(pixel + ivec2(n % 3, n / 3) - 1, ivec2(0), last);
            near_surface[n] = texelFetch(normal_depth, near * SUPERSAMPLE + MIDDLE, 0);
            near_light[n] = texelFetch(light, near, 0);
        }
        sum = vec3(0.0);
        for (int y = 0; y <= LAST; ++y) {
            for (int x = 0; x <= LAST; ++x) {
                float weight = weight_of(x) * weight_of(y);
                vec4 surface = texelFetch(normal_depth, first + ivec2(x, y), 0);
                vec3 diffuse = texelFetch(albedo, first + ivec2(x, y), 0).rgb;
                float scale = 4.0 / max(surface.w, 0.01);
                vec4 found = centre_light;
                float most = likeness(surface, scale, centre);
                for (int c = 1; c < 4; ++c) {
                    int n = 4 + (c % 2) * sign(x - MIDDLE) + 3 * (c / 2) * sign(y - MIDDLE);
                    float like = likeness(surface, scale, near_surface[n]);
                    found = like > most ? near_light[n] : found;
                    most = max(like, most);
                }
                sum += weight * (surface.w > 0.0 ? lit(diffuse, found) : vec3(0.0));
            }
        }
    }
#endif
    int looks = uncovered > 0.0 ? 1 : 0;
    for (int i = 0; i < looks; ++i) sum += uncovered * sky(ray);

    vec3 linear = sum * (exposure / float(SUPERSAMPLE * SUPERSAMPLE));
    out_colour = vec4(srgb(tone_curve(linear)), 1.0);
}
