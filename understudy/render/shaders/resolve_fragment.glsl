#version 330 core
// SUPERSAMPLE and OCCLUSION are defined by the program that compiles this.
// From samples to pixels: colour is averaged over the pixel in linear light, exposed and tone
// mapped; ground truth is the sample at the pixel's exact centre, never an average.

uniform sampler2D colour;  // linear; alpha = share of the ambient light
uniform sampler2D normal_depth;
uniform sampler2D flow_identity;
uniform sampler2D open_depth;
uniform float exposure;

layout(location = 0) out vec4 out_colour;
layout(location = 1) out vec4 out_normal_depth;
layout(location = 2) out vec4 out_flow_identity;

// Linear up to one half, then an exponential shoulder: a white wall in a light of 1 comes out at
// 0.816, and highlights keep their gradation.
vec3 tone_curve(vec3 x) {
    return mix(x, 1.0 - 0.5 * exp(1.0 - 2.0 * x), step(0.5, x));
}

vec3 srgb(vec3 x) {
    return mix(12.92 * x, 1.055 * pow(max(x, 0.0031308), vec3(1.0 / 2.4)) - 0.055,
               step(0.0031308, x));
}

#if OCCLUSION
// Mean over the 2 x 2 pattern of the occlusion pass, on this pixel's surface only.
float ambient_share(ivec2 pixel) {
    ivec2 last = textureSize(open_depth, 0) - 1;
    float centre = texelFetch(open_depth, pixel, 0).y;
    float sum = 0.0;
    float total = 0.0;
    for (int y = -1; y <= 1; ++y) {
        for (int x = -1; x <= 1; ++x) {
            vec2 near = texelFetch(open_depth, clamp(pixel + ivec2(x, y), ivec2(0), last), 0).xy;
            float weight = float((2 - abs(x)) * (2 - abs(y)));
            weight *= abs(near.y - centre) < 0.03 * centre ? 1.0 : 0.001;
            sum += weight * near.x;
            total += weight;
        }
    }
    return sum / total;
}
#endif

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    ivec2 first = pixel * SUPERSAMPLE;
    ivec2 middle = first + SUPERSAMPLE / 2;
    out_normal_depth = texelFetch(normal_depth, middle, 0);
    out_flow_identity = texelFetch(flow_identity, middle, 0);

    // An even count of samples per side puts the outer ones on the pixel's border, shared with the
    // neighbour and worth half (trapezoid rule); an odd count keeps them all inside.
    const bool EVEN = SUPERSAMPLE % 2 == 0;
    const int LAST = EVEN ? SUPERSAMPLE : SUPERSAMPLE - 1;
    vec3 plain = vec3(0.0);
    vec3 ambient = vec3(0.0);
    for (int y = 0; y <= LAST; ++y) {
        for (int x = 0; x <= LAST; ++x) {
            float weight = EVEN && (x == 0 || x == LAST) ? 0.5 : 1.0;
            weight *= EVEN && (y == 0 || y == LAST) ? 0.5 : 1.0;
            vec4 value = texelFetch(colour, first + ivec2(x, y), 0);
            plain += weight * value.rgb;
            ambient += weight * value.a * value.rgb;
        }
    }
#if OCCLUSION
    plain -= ambient * (1.0 - ambient_share(pixel));
#endif
    vec3 light = plain * (exposure / float(SUPERSAMPLE * SUPERSAMPLE));
    out_colour = vec4(srgb(tone_curve(light)), 1.0);
}
