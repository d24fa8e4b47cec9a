#version 330 core

uniform mat4 light_from_world;

layout(location = 0) in vec3 in_position;
#if CUT_OUT
layout(location = 3) in vec2 in_uv;
out vec2 uv;
#endif

void main() {
#if CUT_OUT
    uv = in_uv;
#endif
    gl_Position = light_from_world * vec4(in_position, 1.0);
}
