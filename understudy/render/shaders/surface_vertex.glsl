#version 330 core
// One vertex of the scene, a body or an object, at frame t and (for flow) at frame t + 1.

uniform mat4 clip_from_world;
uniform mat4 next_camera_from_world;
uniform float first_layer;

layout(location = 0) in vec3 in_position;
layout(location = 1) in vec3 in_next_position;
layout(location = 2) in vec3 in_normal;
layout(location = 3) in vec2 in_uv;
layout(location = 4) in vec3 in_colour;
layout(location = 5) in float in_layer;
layout(location = 6) in float in_body_part;

out vec3 world_normal;
out vec3 next_camera_position;
out vec3 colour;
out vec2 uv;
flat out float layer;
flat out float body_part;  // of the triangle's last vertex

void main() {
    world_normal = in_normal;
    next_camera_position = (next_camera_from_world * vec4(in_next_position, 1.0)).xyz;
    colour = in_colour;
    uv = in_uv;
    layer = first_layer + in_layer;
    body_part = in_body_part;
    gl_Position = clip_from_world * vec4(in_position, 1.0);
}
