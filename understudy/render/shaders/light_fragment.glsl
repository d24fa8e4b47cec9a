#version 330 core
// SUPERSAMPLE, OCCLUSION and OTHER_LIGHTS are defined by the program that compiles this.
// The light on the surface at each pixel's centre. The resolve pass carries it to all samples of the
// pixel that lie on that surface; where there is one sample, it does this itself.

uniform sampler2D normal_depth;

#include arriving_light

layout(location = 0) out vec4 out_light;  // see arriving_light

void main() {
    vec4 surface = texelFetch(normal_depth,
                              ivec2(gl_FragCoord.xy) * SUPERSAMPLE + SUPERSAMPLE / 2, 0);
    out_light = vec4(0.0);
    if (surface.w <= 0.0) return;
    vec3 ray = vec3(gl_FragCoord.xy * camera_ray.xy + camera_ray.zw, 1.0);
    out_light = arriving_light(gl_FragCoord.xy, ray, surface);
}
