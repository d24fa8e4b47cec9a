#version 330 core
// From samples to pixels: colour is averaged over the pixel in linear light, exposed and tone
// mapped; ground truth is the sample at the pixel's exact centre, never an average.

uniform sampler2D colour;
uniform sampler2D normal_depth;
uniform sampler2D flow_identity;
uniform sampler2D occlusion;
uniform bool with_occlusion;
uniform int supersample;
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

float depth_at(ivec2 pixel) {
    return texelFetch(normal_depth, pixel * supersample + supersample / 2, 0).w;
}

bool same_surface(float first, float second) {
    return abs(first - second) < 0.03 * max(first, second);
}

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    ivec2 first = pixel * supersample;
    ivec2 middle = first + supersample / 2;
    out_normal_depth = texelFetch(normal_depth, middle, 0);
    out_flow_identity = texelFetch(flow_identity, middle, 0);

    ivec2 last_pixel = textureSize(occlusion, 0) - 1;
    float centre_depth = out_normal_depth.w;
    float open = 1.0;
    if (with_occlusion) {
        float sum = 0.0;
        float total = 0.0;
        for (int y = -1; y <= 1; ++y) {
            for (int x = -1; x <= 1; ++x) {
                ivec2 near = clamp(pixel + ivec2(x, y), ivec2(0), last_pixel);
                float weight = float((2 - abs(x)) * (2 - abs(y)));
                if (!same_surface(depth_at(near), centre_depth)) weight *= 0.001;
                sum += weight * texelFetch(occlusion, near, 0).r;
                total += weight;
            }
        }
        open = sum / total;
    }

    // An even count of samples per side puts the outer ones on the pixel's border, shared with the
    // neighbour and worth half (trapezoid rule); an odd count keeps them all inside.
    bool even = (supersample & 1) == 0;
    int last = even ? supersample : supersample - 1;
    vec3 sum = vec3(0.0);
    float total = 0.0;
    for (int y = 0; y <= last; ++y) {
        for (int x = 0; x <= last; ++x) {
            float weight = 1.0;
            if (even && (x == 0 || x == last)) weight *= 0.5;
            if (even && (y == 0 || y == last)) weight *= 0.5;
            vec4 value = texelFetch(colour, first + ivec2(x, y), 0);
            if (with_occlusion) {
                float factor = open;
                float depth = texelFetch(normal_depth, first + ivec2(x, y), 0).w;
                if (!same_surface(depth, centre_depth)) {
                    ivec2 step_to = ivec2(sign(vec2(x, y) - 0.5 * float(last)));
                    factor = texelFetch(occlusion,
                                        clamp(pixel + step_to, ivec2(0), last_pixel), 0).r;
                }
                value.rgb *= 1.0 - value.a * (1.0 - factor);
            }
            sum += weight * value.rgb;
            total += weight;
        }
    }
    out_colour = vec4(srgb(tone_curve(sum / total * exposure)), 1.0);
}
