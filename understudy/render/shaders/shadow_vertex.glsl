#version 330 core

uniform mat4 light_from_world;

in vec3 in_position;

void main() {
    gl_Position = light_from_world * vec4(in_position, 1.0);
}
