#version 330 core
// Screen-space ambient occlusion: how much of the hemisphere over a pixel is blocked nearby.

uniform sampler2D normal_depth;
uniform vec4 camera_ray;  // ray.xy = pixel * camera_ray.xy + camera_ray.zw
uniform vec2 size;  // of the picture [px]
uniform vec3 kernel[32];

layout(location = 0) out vec2 out_open_depth;  // 1 open to 0 blocked; depth for the blur

const float RADIUS = 0.4;  // [m]
const float BIAS = 0.02;   // [m]

vec4 surface(ivec2 pixel) {
    return texelFetch(normal_depth, pixel * SUPERSAMPLE + SUPERSAMPLE / 2, 0);
}

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    vec4 centre = surface(pixel);
    out_open_depth = vec2(1.0, centre.w);
    if (centre.w <= 0.0) return;
    vec3 position = vec3(gl_FragCoord.xy * camera_ray.xy + camera_ray.zw, 1.0) * centre.w;

    // Eight directions per pixel, another eight in each cell of a 2 x 2 block; the resolve pass
    // averages the block.
    int start = ((pixel.x & 1) + 2 * (pixel.y & 1)) * 8;
    float blocked = 0.0;
    for (int i = 0; i < 8; ++i) {
        vec3 direction = kernel[start + i];
        direction *= dot(direction, centre.xyz) < 0.0 ? -RADIUS : RADIUS;
        vec3 probe = position + direction;
        vec2 place = (probe.xy / max(probe.z, 0.05) - camera_ray.zw) / camera_ray.xy;
        if (any(lessThan(place, vec2(0.0))) || any(greaterThanEqual(place, size))) continue;
        float depth = surface(ivec2(place)).w;
        if (depth <= 0.0 || depth > probe.z - BIAS) continue;
        blocked += smoothstep(0.0, 1.0, RADIUS / abs(position.z - depth));
    }
    out_open_depth.x = 1.0 - blocked / 8.0;
}
