#version 330 core
// SUPERSAMPLE is defined by the program that compiles this.
// Screen-space ambient occlusion: how much of the hemisphere over a pixel is blocked nearby. One
// pixel of this pass for 2 x 2 of the picture; the light pass goes back to its size.

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
    ivec2 cell = ivec2(gl_FragCoord.xy);
    vec4 centre = surface(2 * cell);
    out_open_depth = vec2(1.0, centre.w);
    if (centre.w <= 0.0) return;
    vec3 position = vec3((vec2(2 * cell) + 0.5) * camera_ray.xy + camera_ray.zw, 1.0) * centre.w;

    // Eight directions per pixel, another eight in each cell of a 2 x 2 block; the light pass
    // averages the block.
    int start = ((cell.x & 1) + 2 * (cell.y & 1)) * 8;
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
