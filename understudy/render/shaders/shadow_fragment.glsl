#version 330 core
// CUT_OUT is defined by the program that compiles this.
// Only depth matters; the colour target is there for the sake of the copy.

#if CUT_OUT
uniform sampler2D page;
in vec2 uv;
#endif

layout(location = 0) out float out_colour;

void main() {
#if CUT_OUT
    if (texture(page, uv).a < 0.5) discard;
#endif
    out_colour = 0.0;
}
