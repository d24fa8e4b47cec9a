#version 330 core
// One vertex of the scene or of a body, at frame t and (for flow) at frame t + 1.

uniform mat4 clip_from_world;
uniform mat4 next_camera_from_world;
uniform vec3 irradiance_sh[9];
uniform float first_layer;

in vec3 in_position;
in vec3 in_next_position;
in vec3 in_normal;
in vec2 in_uv;
in vec3 in_colour;
in float in_layer;
in float in_body_part;

out vec3 world_position;
out vec3 world_normal;
out vec3 next_camera_position;
out vec3 albedo;
out vec3 ambient;
out vec2 uv;
flat out float layer;
flat out float body_part;  // of the triangle's last vertex

// Value of the ambient light at a normal, as the colour of a white surface.
vec3 irradiance(vec3 n) {
    vec3 sum = 0.282095 * irradiance_sh[0];
    sum += 0.488603 * (n.y * irradiance_sh[1] + n.z * irradiance_sh[2] + n.x * irradiance_sh[3]);
    sum += 1.092548 * (n.x * n.y * irradiance_sh[4] + n.y * n.z * irradiance_sh[5]);
    sum += 0.315392 * (3.0 * n.z * n.z - 1.0) * irradiance_sh[6];
    sum += 1.092548 * n.x * n.z * irradiance_sh[7];
    sum += 0.546274 * (n.x * n.x - n.y * n.y) * irradiance_sh[8];
    return max(sum, 0.0);
}

void main() {
    world_position = in_position;
    world_normal = in_normal;
    next_camera_position = (next_camera_from_world * vec4(in_next_position, 1.0)).xyz;
    albedo = in_colour;
    ambient = irradiance(in_normal);
    uv = in_uv;
    layer = first_layer + in_layer;
    body_part = in_body_part;
    gl_Position = clip_from_world * vec4(in_position, 1.0);
}
