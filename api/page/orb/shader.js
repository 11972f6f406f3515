/** The orb as light: one square, one fragment shader, and all noise made inside it. */

/** Samples along each ray through the orb. */
const STEPS = 16;

/** How many radii the picture reaches from the middle; the glow has faded to nothing there. */
export const REACH = 2.4;

export const VERTEX = `#version 300 es
out vec2 place;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  place = corner * ${REACH.toFixed(1)};
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

export const FRAGMENT = `#version 300 es
precision highp float;
precision highp int;

const int STEPS = ${STEPS};

in vec2 place;
out vec4 light;

uniform float valence, arousal, energyIn, energyOut, state, seed, breath, flow, night;
uniform vec3 colourA, colourB;

float hash(ivec3 cell) {
  uvec3 c = uvec3(cell);
  uint h = c.x * 0x8da6b343u ^ c.y * 0xd8163841u ^ c.z * 0xcb1ab31fu;
  h = (h ^ (h >> 13)) * 0x9e3779b1u;
  h ^= h >> 16;
  return float(h) * (2.0 / 4294967295.0) - 1.0;
}

// Smooth noise from -1 to 1: eight corners of a cell, blended by a curve of the fifth degree.
float noise(vec3 p) {
  vec3 floored = floor(p);
  ivec3 c = ivec3(floored);
  vec3 f = p - floored;
  f = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
  vec4 near = vec4(hash(c), hash(c + ivec3(1, 0, 0)), hash(c + ivec3(0, 1, 0)), hash(c + ivec3(1, 1, 0)));
  vec4 far = vec4(hash(c + ivec3(0, 0, 1)), hash(c + ivec3(1, 0, 1)),
                  hash(c + ivec3(0, 1, 1)), hash(c + ivec3(1, 1, 1)));
  vec4 level = mix(near, far, f.z);
  vec2 line = mix(level.xz, level.yw, f.x);
  return mix(line.x, line.y, f.y);
}

vec3 turned(vec3 p, float y, float x) {
  float a = cos(y), b = sin(y), c = cos(x), d = sin(x);
  p = vec3(a * p.x + b * p.z, p.y, a * p.z - b * p.x);
  return vec3(p.x, c * p.y - d * p.z, d * p.y + c * p.z);
}

// Folds space along itself, so that what is drawn in it streams like silk.
vec3 folded(vec3 p, float strength) {
  p += strength * sin(p.yzx * 1.6 + vec3(0.9, -0.7, 0.6) * flow + seed);
  p += 0.5 * strength * sin(p.zxy * 2.9 + vec3(-0.5, 0.8, 0.6) * flow);
  p += 0.22 * strength * sin(p.yzx * 5.3 - vec3(0.7, 0.4, -0.9) * flow);
  return p;
}

// Light gathered along a ray through the sphere: x from the silk, y from the clouds it lies in, z from the heart.
vec3 gathered(vec2 p, float depth, float strength, vec3 heartAt, float start) {
  vec3 sum = vec3(0.0);
  float stride = 2.0 * depth / float(STEPS);
  float turn = flow * 0.3, tilt = 0.5 + 0.4 * sin(flow * 0.23 + seed);
  for (int i = 0; i < STEPS; i++) {
    vec3 at = vec3(p, depth - (float(i) + start) * stride);
    float inside = 1.0 - dot(at, at);
    vec3 q = folded(turned(at, turn, tilt) * 1.7 + seed, strength);
    float sheet = sin(q.x * 1.9) + sin(q.y * 2.1 + 1.3) * cos(q.z * 1.4) + 0.5 * sin(q.z * 2.7);
    float silk = exp(-6.0 * sheet * sheet);
    vec3 away = at - heartAt;
    float before = 0.55 + 0.45 * at.z;
    sum.x += silk * sqrt(max(inside, 0.0)) * before;
    sum.y += inside * before * (0.5 + 0.5 * sin(q.x * 1.1 + q.y * 0.9));
    sum.z += exp(-5.0 * dot(away, away));
  }
  return sum * stride;
}

// What a screen shows of so much light: bright light goes softly towards white, and keeps its colour on the way.
vec3 encoded(vec3 linear) {
  vec3 shown = pow(1.0 - exp(-linear), vec3(1.0 / 2.2));
  float grey = dot(shown, vec3(0.3, 0.59, 0.11));
  return clamp(mix(vec3(grey), shown, 1.3), 0.0, 1.0);
}

void main() {
  light = vec4(0.0);
  float fade = 1.0 - smoothstep(${(REACH * 0.5).toFixed(2)}, ${REACH.toFixed(2)}, length(place));
  if (fade == 0.0) return;

  float there = clamp(state, 0.0, 1.0);
  float thinking = clamp(state - 1.0, 0.0, 1.0);
  float energy = clamp(energyIn * 0.6 + energyOut, 0.0, 1.0);
  float warmth = 0.5 + 0.5 * clamp(valence, -1.0, 1.0);

  // A low mood lets it sink a little; listening makes it lean in.
  vec2 p = place + vec2(0.0, 0.05 * (1.0 - warmth));
  float r = length(p);
  vec2 outward = p / max(r, 1e-4);
  float sway = noise(vec3(outward * 0.85, flow * 0.55 + seed));
  float ripple = energy > 0.02 ? noise(vec3(outward * 2.6, flow * 1.3 - seed)) : 0.0;
  float unrest = mix(0.02, 0.008, warmth) + 0.014 * arousal + 0.035 * energyOut;
  float size = 0.94 + 0.035 * breath - 0.03 * energyIn + 0.03 * energyOut - 0.06 * (1.0 - there);
  float radius = size * (1.0 + unrest * (sway + 0.45 * energy * ripple));
  float q = r / radius;

  float strength = (0.55 + 0.45 * there) * (0.85 + 0.1 * breath + 0.25 * energy);

  // The glow around: near and tight, far and wide, uneven like breath in cold air.
  float beyond = max(q - 0.86, 0.0);
  float near = exp(-beyond * 5.5);
  float wide = exp(-beyond * 1.9);
  float waves = energyOut * 0.22 * sin(q * 9.0 - flow * 5.0) * beyond * exp(-beyond * 2.2) * 3.0;
  float drift = 1.0 + 0.3 * sway + waves;
  float glow = fade * fade * strength * drift * (0.62 * near + 0.36 * wide);
  vec3 glowColour = mix(colourB, colourA, 0.25 + 0.45 * near);

  float speck = hash(ivec3(gl_FragCoord.xy, 7));

  vec3 body = vec3(0.0);
  float cover = 1.0 - smoothstep(0.84, 1.02, q);
  if (q < 1.03) {
    float depth = sqrt(max(0.0, 1.0 - q * q));
    float churn = 0.5 + 0.2 * arousal + 0.16 * energy + 0.1 * thinking;
    vec3 heartAt = 0.16 * vec3(sin(flow * 0.43 + seed), cos(flow * 0.37 + seed * 1.7), 0.0);
    vec3 inner = gathered(p / radius, depth, churn, heartAt, 0.5 + 0.2 * speck);
    float rim = pow(1.0 - depth, 1.6) * smoothstep(1.02, 0.88, q);
    float glint = pow(0.5 + 0.5 * cos(atan(p.y, p.x) - flow * 2.2), 5.0);
    vec3 white = mix(colourA, vec3(1.0), 0.65);

    body = colourB * (0.42 + 0.5 * depth);
    body += mix(colourB, colourA, 0.4) * inner.y * 0.95;
    body += mix(colourA, white, 0.25) * inner.x * (2.15 + 1.3 * energy);
    body += white * inner.z * (0.95 + 0.9 * energyOut + 0.15 * breath);
    body += mix(colourA, colourB, 0.3) * rim * (0.75 + 0.8 * energyIn + 1.4 * thinking * glint);
    body *= (0.45 + 0.55 * there) * mix(0.92, 1.12, warmth) * mix(1.25, 1.1, night);
  }

  vec3 shown = encoded(body);
  vec3 around = encoded(glowColour * mix(1.5, 1.25, night));
  float haze = glow * mix(0.62, 0.95, night);
  float veiling = mix(haze, haze * 0.45, night);
  vec3 colour = shown * cover + around * haze * (1.0 - cover);
  float alpha = cover + veiling * (1.0 - cover);

  // A grain finer than one step of the screen, so that the glow shows no rings.
  float grain = speck / 255.0 * step(0.004, alpha);
  light = vec4(max(colour + grain * 0.6, 0.0), clamp(alpha, 0.0, 1.0));
}`;
