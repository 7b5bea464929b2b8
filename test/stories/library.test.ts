// Every labelled story through the rules: what truly happened is told in time, and nothing else.
import { describe, expect, it } from 'vitest';
import { ALL_STORIES, LIBRARY } from './library.ts';
import { playOurs } from './play.ts';
import { shortcomings } from './shortcomings.ts';
import { isQuiet } from './story.ts';

describe.each(LIBRARY)('$name', ({ stories }) => {
  for (const story of stories) {
    it(story.title, () => {
      expect(shortcomings(story, playOurs(story).score)).toEqual([]);
    });
  }
});

describe('the library', () => {
  it('has at least 60 stories, 25 of them quiet, each under a name and a title of its own', () => {
    expect(ALL_STORIES.length).toBeGreaterThanOrEqual(60);
    expect(ALL_STORIES.filter(isQuiet).length).toBeGreaterThanOrEqual(25);
    expect(new Set(ALL_STORIES.map(({ name }) => name)).size).toBe(ALL_STORIES.length);
    expect(new Set(ALL_STORIES.map(({ title }) => title)).size).toBe(ALL_STORIES.length);
  });

  it('tells its stories in order of receipt, from beginning to end, of people it names', () => {
    for (const story of ALL_STORIES) {
      const bands = new Set(story.people.map(({ bandId }) => bandId));
      let before = story.from;
      for (const { at, bandId } of story.messages()) {
        if (at < before || at > story.until || !bands.has(bandId)) {
          throw new Error(`${story.name}: ${bandId} at ${at}`);
        }
        before = at;
      }
    }
  });
});
