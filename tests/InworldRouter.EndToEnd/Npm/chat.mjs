// OpenAI's client at chat completions: its accumulator throws where a chunk lacks what it should have, or changes what it said.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI from 'openai';
import { answer, city, models, openAI, simulated, weather } from './router.mjs';

for (const model of models) {
  const ask = { model, messages: [{ role: 'user', content: 'Hi' }] };

  test(`${model}: a stream`, async () => {
    const stream = openAI.chat.completions.stream({ ...ask, stream_options: { include_usage: true } });
    const final = await stream.finalChatCompletion();
    assert.deepEqual([final.choices[0].message.content, final.choices[0].finish_reason, final.model], ['Sunny in both 🌍.', 'stop', model]);
    assert.ok((await stream.totalUsage()).completion_tokens > 0);
  });

  for (const stream of [false, true]) {
    test(`${model}: the loop that runs tools, ${stream ? 'streamed' : 'whole'}`, async () => {
      const ran = [];
      const tool = { type: 'function', function: { name: 'get_weather', description: 'The weather of a city', parameters: city, parse: JSON.parse, function: (input) => (ran.push(input.city), weather(input)) } };
      const runner = openAI.chat.completions.runTools({ ...ask, stream, tools: [tool] });
      assert.equal(await runner.finalContent(), 'Sunny in both 🌍.');
      assert.deepEqual(ran, ['Ulm', 'Lyon']);
      assert.deepEqual(runner.messages.map((m) => m.role), ['user', 'assistant', 'tool', 'tool', 'assistant']);
    });
  }

  test(`${model}: an object of a schema`, async () => {
    const completion = await openAI.chat.completions.parse({ ...ask, response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: answer } } });
    assert.deepEqual(JSON.parse(completion.choices[0].message.content), { answer: 42 });
  });
}

test('a model of the simulator, streamed', async () => {
  const stream = openAI.chat.completions.stream({ model: simulated, messages: [{ role: 'user', content: 'Hi' }] });
  assert.equal(await stream.finalContent(), `Hello! I am the simulator standing in for ${simulated.split('/')[1]}. You said: Hi`);
});

test('a model that nobody serves, and a key that nobody has', async () => {
  const ask = { model: 'served-by-nobody', messages: [{ role: 'user', content: 'Hi' }] };
  await assert.rejects(openAI.chat.completions.stream(ask).finalChatCompletion(), OpenAI.NotFoundError);
  await assert.rejects(openAI.withOptions({ apiKey: 'wrong' }).chat.completions.create(ask), OpenAI.AuthenticationError);
});
