#version 330 core
// MOVING is defined by the program that compiles this.
// One vertex of the scene, a body or an object, at frame t and (for flow) at frame t + 1.

uniform mat4 clip_from_world;
uniform mat3 camera_from_world_rotation;
#if MOVING
uniform mat4 next_camera_from_world;
uniform mat3 next_intrinsics;
#endif
uniform float first_layer;

layout(location = 0) in vec3 in_position;
#if MOVING
layout(location = 1) in vec3 in_next_position;
layout(location = 6) in float in_body_part;
#endif
layout(location = 2) in vec3 in_normal;
layout(location = 3) in vec2 in_uv;
layout(location = 4) in vec3 in_colour;
layout(location = 5) in float in_layer;

out vec3 camera_normal;
#if MOVING
out vec3 next_pixel;  // times depth, and depth: both are linear over a triangle
flat out float body_part;  // of the triangle's last vertex
#endif
out vec3 colour;
out vec2 uv;
flat out float layer;

void main() {
    camera_normal = camera_from_world_rotation * in_normal;
#if MOVING
    next_pixel = next_intrinsics * (next_camera_from_world * vec4(in_next_position, 1.0)).xyz;
    body_part = in_body_part;
#endif
    colour = in_colour;
    uv = in_uv;
    layer = first_layer + in_layer;
    gl_Position = clip_from_world * vec4(in_position, 1.0);
}
