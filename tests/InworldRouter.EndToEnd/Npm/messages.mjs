// Anthropic's client: its stream accumulator throws where events come in a wrong order.
import assert from 'node:assert/strict';
import test from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import { anthropic, answer, city, models, simulated } from './router.mjs';

for (const model of models) {
  const ask = { model, max_tokens: 4000, messages: [{ role: 'user', content: 'Hi' }] };
  const tools = [{ name: 'get_weather', description: 'The weather of a city', input_schema: city }];

  test(`${model}: a message`, async () => {
    const message = await anthropic.messages.create(ask);
    assert.deepEqual([message.type, message.role, message.model, message.stop_reason], ['message', 'assistant', model, 'end_turn']);
    assert.deepEqual(message.content.map((b) => b.text), ['Sunny in both 🌍.']);
  });

  test(`${model}: thoughts and tools, streamed, there and back`, async () => {
    const thinking = { type: 'enabled', budget_tokens: 2000 };
    const pieces = { text: '', thinking: '', json: '', signatures: 0 };
    const asked = await anthropic.messages
      .stream({ ...ask, tools, thinking })
      .on('text', (piece) => (pieces.text += piece))
      .on('thinking', (piece) => (pieces.thinking += piece))
      .on('signature', () => pieces.signatures++)
      .on('inputJson', (piece) => (pieces.json += piece))
      .finalMessage();
    assert.equal(asked.stop_reason, 'tool_use');
    // What a provider signs other than its thoughts is carried by a block without words.
    assert.deepEqual(asked.content.map((b) => b.type).filter((t) => t !== 'redacted_thinking'), ['thinking', 'text', 'tool_use', 'tool_use']);
    assert.deepEqual(pieces, { text: 'Let me look.', thinking: 'Two cities.', json: '{"city":"Ulm"}{"city":"Lyon"}', signatures: 1 });
    const calls = asked.content.filter((b) => b.type === 'tool_use');
    assert.deepEqual(calls.map((c) => c.input), [{ city: 'Ulm' }, { city: 'Lyon' }]);
    assert.ok(asked.usage.input_tokens > 0 && asked.usage.output_tokens > 0);

    const told = await anthropic.messages
      .stream({
        ...ask,
        tools,
        thinking,
        messages: [
          ...ask.messages,
          { role: 'assistant', content: asked.content },
          { role: 'user', content: calls.map((c) => ({ type: 'tool_result', tool_use_id: c.id, content: `clear in ${c.input.city}` })) },
        ],
      })
      .finalMessage();
    assert.deepEqual([told.stop_reason, told.content.map((b) => b.text)], ['end_turn', ['Sunny in both 🌍.']]);
  });

  test(`${model}: an object of a schema`, async () => {
    const message = await anthropic.messages.parse({ ...ask, output_config: { format: { type: 'json_schema', schema: answer, parse: JSON.parse } } });
    assert.deepEqual(message.parsed_output, { answer: 42 });
  });
}

test('a model of the simulator, streamed and whole', async () => {
  const ask = { model: simulated, max_tokens: 1000, messages: [{ role: 'user', content: 'Hi' }] };
  const said = `Hello! I am the simulator standing in for ${simulated.split('/')[1]}. You said: Hi`;
  assert.equal(await anthropic.messages.stream(ask).finalText(), said);
  assert.equal((await anthropic.messages.create(ask)).content[0].text, said);
});

test('a model that nobody serves, and a key that nobody has', async () => {
  const ask = { model: 'served-by-nobody', max_tokens: 10, messages: [{ role: 'user', content: 'Hi' }] };
  await assert.rejects(anthropic.messages.stream(ask).finalMessage(), Anthropic.NotFoundError);
  await assert.rejects(anthropic.withOptions({ apiKey: 'wrong' }).messages.create(ask), Anthropic.AuthenticationError);
});

test('tokens are counted', async () => {
  const count = await anthropic.messages.countTokens({ model: simulated, messages: [{ role: 'user', content: 'How many tokens are these?' }] });
  assert.ok(count.input_tokens >= 6 && count.input_tokens <= 30, `${count.input_tokens}`);
});

test('models are listed page by page', async () => {
  const ids = [];
  for await (const model of anthropic.models.list({ limit: 20 })) ids.push(model.id);
  assert.ok(ids.includes(models[0]) && ids.includes(simulated) && ids.length > 20);
  assert.equal(new Set(ids).size, ids.length);
});
