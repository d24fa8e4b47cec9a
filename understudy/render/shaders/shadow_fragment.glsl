#version 330 core
// Only depth matters; the colour target is there for the sake of the copy.

layout(location = 0) out float out_colour;

void main() {
    out_colour = 0.0;
}
