#version 330 core
// PAGE, CUT_OUT and MOVING are defined by the program that compiles this.
// What one sample sees: the surface's colour and the ground truth that only geometry knows, in one
// pass (flow of what stands still follows from its depth). Light comes in a pass of its own:
// llvmpipe runs this one on whole 4 x 4 blocks for every triangle, however small, so it must be
// cheap.

#if PAGE
uniform sampler2D page;
#else
uniform sampler2DArray textures;
#endif
#if MOVING
uniform float supersample;
uniform float sample_offset;  // 0.5 where the sample grid includes pixel borders, else 0
uniform float instance;
#endif

in vec3 camera_normal;
#if MOVING
in vec3 next_pixel;
#endif
in vec3 colour;
in vec2 uv;
flat in float layer;
#if MOVING
flat in float body_part;
#endif

layout(location = 0) out vec4 out_albedo;
layout(location = 1) out vec4 out_normal_depth;
#if MOVING
layout(location = 2) out vec4 out_flow_identity;  // flow, next depth, 256 * instance + part
#endif

void main() {
#if PAGE
    vec4 texel = texture(page, uv);
#if CUT_OUT
    if (texel.a < 0.5) discard;
#endif
#else
    vec4 texel = texture(textures, vec3(uv, layer));
#endif
    out_albedo = vec4(colour * texel.rgb, 1.0);

    vec3 normal = normalize(camera_normal);
#if MOVING
    if (!gl_FrontFacing) normal = -normal;  // drawn from both sides
#endif
    out_normal_depth = vec4(normal, 1.0 / gl_FragCoord.w);

#if MOVING
    vec2 pixel = (gl_FragCoord.xy - sample_offset) / supersample;
    vec2 flow = next_pixel.z > 0.0 ? next_pixel.xy / next_pixel.z - pixel : vec2(0.0);
    out_flow_identity = vec4(flow, next_pixel.z, 256.0 * instance + body_part);
#endif
}
