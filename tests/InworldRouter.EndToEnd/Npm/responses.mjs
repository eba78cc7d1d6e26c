// OpenAI's client at the Responses API: its accumulator throws where items, parts and deltas come in a wrong order.
import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI from 'openai';
import { city, models, openAI, simulated } from './router.mjs';

for (const model of models) {
  const ask = { model, store: false, input: [{ role: 'user', content: 'Hi' }] };
  const tools = [{ type: 'function', name: 'get_weather', description: 'The weather of a city', parameters: city, strict: true }];

  test(`${model}: a response`, async () => {
    const response = await openAI.responses.create(ask);
    assert.deepEqual([response.object, response.status, response.model, response.output_text], ['response', 'completed', model, 'Sunny in both 🌍.']);
    assert.ok(response.usage.input_tokens > 0 && response.usage.output_tokens > 0);
  });

  test(`${model}: reasoning and tools, streamed, there and back`, async () => {
    const reasoning = { effort: 'medium', summary: 'auto' };
    const include = ['reasoning.encrypted_content'];
    let text = '';
    const asked = await openAI.responses
      .stream({ ...ask, tools, reasoning, include })
      .on('response.output_text.delta', (event) => (text += event.delta))
      .finalResponse();
    assert.equal(text, 'Let me look.');
    // What a provider signs other than its thoughts is carried by an item without words.
    assert.deepEqual(asked.output.filter((i) => i.summary?.length !== 0).map((i) => i.type), ['reasoning', 'message', 'function_call', 'function_call']);
    const calls = asked.output.filter((i) => i.type === 'function_call');
    assert.deepEqual(calls.map((c) => [c.name, c.arguments]), [['get_weather', '{"city":"Ulm"}'], ['get_weather', '{"city":"Lyon"}']]);

    const told = await openAI.responses
      .stream({
        ...ask,
        tools,
        reasoning,
        include,
        input: [...ask.input, ...asked.output, ...calls.map((c) => ({ type: 'function_call_output', call_id: c.call_id, output: `clear in ${JSON.parse(c.arguments).city}` }))],
      })
      .finalResponse();
    assert.deepEqual([told.status, told.output_text], ['completed', 'Sunny in both 🌍.']);
  });
}

test('a model of the simulator, streamed and whole', async () => {
  const ask = { model: simulated, input: 'Hi' };
  const said = `Hello! I am the simulator standing in for ${simulated.split('/')[1]}. You said: Hi`;
  assert.equal((await openAI.responses.stream(ask).finalResponse()).output_text, said);
  assert.equal((await openAI.responses.create(ask)).output_text, said);
});

test('a model that nobody serves, and a key that nobody has', async () => {
  const ask = { model: 'served-by-nobody', input: 'Hi' };
  await assert.rejects(openAI.responses.stream(ask).finalResponse(), OpenAI.NotFoundError);
  await assert.rejects(openAI.withOptions({ apiKey: 'wrong' }).responses.create(ask), OpenAI.AuthenticationError);
});
