#version 330 core
// Triangles that cover the target or parts of it, on the far plane.

layout(location = 0) in vec2 in_corner;

void main() {
    gl_Position = vec4(in_corner, 1.0, 1.0);
}
