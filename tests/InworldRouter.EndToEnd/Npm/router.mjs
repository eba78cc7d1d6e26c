// Where the router is, and what it serves: the C# test that started it says so.
import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';

export const models = process.env.ROUTER_MODELS.split(',');

/** A model of the binary's own simulator, which says "Hello! I am the simulator standing in for … You said: …". */
export const simulated = process.env.ROUTER_SIMULATED;

// Failures are what is tested here: no retries.
export const anthropic = new Anthropic({ baseURL: process.env.ROUTER_URL, apiKey: process.env.ROUTER_KEY, maxRetries: 0 });

export const openAI = new OpenAI({ baseURL: `${process.env.ROUTER_URL}/v1`, apiKey: process.env.ROUTER_KEY, maxRetries: 0 });

/** The schema of the one tool that the scripted models call, for Ulm and for Lyon. */
export const city = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };

/** The schema of the one object that the scripted models answer with. */
export const answer = { type: 'object', properties: { answer: { type: 'integer' } }, required: ['answer'], additionalProperties: false };

export const weather = ({ city }) => `clear in ${city}`;
