#version 330 core
// What lies behind all geometry, from an equirectangular picture.

uniform sampler2D environment;
uniform vec4 camera_ray;  // ray.xy = pixel * camera_ray.xy + camera_ray.zw
uniform mat3 world_from_camera_rotation;
uniform float supersample;
uniform float sample_offset;

layout(location = 0) out vec4 out_colour;

void main() {
    vec2 pixel = (gl_FragCoord.xy - sample_offset) / supersample;
    vec3 ray = vec3(pixel * camera_ray.xy + camera_ray.zw, 1.0);
    vec3 direction = normalize(world_from_camera_rotation * ray);
    float turn = atan(direction.y, direction.x) / 6.28318530718;
    float tilt = acos(clamp(direction.z, -1.0, 1.0)) / 3.14159265359;
    // No mip levels: at the seam of the turn the derivative would pick the coarsest.
    vec3 colour = textureLod(environment, vec2(turn, tilt), 0.0).rgb;
    out_colour = vec4(min(colour, 1000.0), 0.0);
}
