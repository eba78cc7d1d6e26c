// Anthropic's beta client: `?beta=true`, and the loop that runs tools by itself.
import assert from 'node:assert/strict';
import test from 'node:test';
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';
import { anthropic, city, models, weather } from './router.mjs';

for (const model of models) {
  for (const stream of [false, true]) {
    test(`${model}: the tool runner, ${stream ? 'streamed' : 'whole'}`, async () => {
      const ran = [];
      const final = await anthropic.beta.messages.toolRunner({
        model,
        stream,
        max_tokens: 4000,
        thinking: { type: 'enabled', budget_tokens: 2000 },
        betas: ['interleaved-thinking-2025-05-14'],
        messages: [{ role: 'user', content: 'Hi' }],
        tools: [betaTool({ name: 'get_weather', description: 'The weather of a city', inputSchema: city, run: (input) => (ran.push(input.city), weather(input)) })],
      }).runUntilDone();
      assert.deepEqual(ran, ['Ulm', 'Lyon']);
      assert.deepEqual(final.content.map((b) => b.text), ['Sunny in both 🌍.']);
    });
  }
}
