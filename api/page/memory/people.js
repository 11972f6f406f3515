/** The people in the person's life, what is known of each, and who is the same as whom. */

import { piece } from "../bubbles.js";
import { fill } from "../strings.js";
import { ask } from "./ask.js";
import { MemoryCard } from "./card.js";
import { Entry } from "./entry.js";
import { Listing } from "./listing.js";
import { box, button, part, spoken, trouble } from "./parts.js";
import { counted, dayText, inRow } from "./words.js";

/** @typedef {import("./ask.js").KnownPerson} KnownPerson */
/** @typedef {import("./parts.js").Shared} Shared */

/** How many are shown at first. */
const FIRST = 12;

/** How many memories of one person are shown. */
const OF_ONE = 50;

export class People {
  #wanted = FIRST;

  /** @param {Shared} shared */
  constructor(shared) {
    this.shared = shared;
    const { words } = shared;
    this.title = words.people;
    const { element, heading, count } = part("people", words.people);
    this.element = element;
    this.heading = heading;
    this.count = count;
    /** @type {KnownPerson[]} */
    this.everybody = [];
    this.list = new Listing(
      (/** @type {KnownPerson} */ person) => new PersonCard(shared, person, this),
      (card, person) => card.write(person),
    );
    this.empty = piece("p", "part-empty", words.peopleNone);
    this.more = button("more link", "", () => {
      this.#wanted = Infinity;
      this.#show();
    });
    this.failed = piece("div", "");
    element.append(this.list.element, this.empty, this.more, this.failed);
  }

  async load() {
    try {
      const { people } = await ask.people();
      this.everybody = people.sort((one, other) => other.mentionCount - one.mentionCount);
      this.failed.replaceChildren();
      this.#show();
    } catch (error) {
      this.failed.replaceChildren(trouble(this.shared, error, () => this.load()));
    }
  }

  #show() {
    const { length } = this.everybody;
    this.list.show(this.everybody.slice(0, this.#wanted));
    this.count.textContent = String(length || "");
    this.empty.hidden = this.list.lines.length > 0;
    this.more.hidden = length <= this.#wanted;
    this.more.textContent = fill(this.shared.words.more, { count: String(length - this.#wanted) });
  }

  /** @param {string} id */
  lineOf(id) {
    return this.list.lines.find((line) => line.id === id && !line.buried);
  }

  clean() {
    this.list.clean();
  }
}

/** What somebody is to the person; nothing where they are called just that. @param {KnownPerson} person */
const roleOf = ({ name, relationship }) =>
  relationship && relationship.toLowerCase() !== name.toLowerCase() ? relationship : "";

class PersonCard extends Entry {
  /** @param {Shared} shared @param {KnownPerson} person @param {People} people */
  constructor(shared, person, people) {
    super(shared, person.id);
    this.person = person;
    this.people = people;
    this.element.classList.add("person");
    this.same = piece("div", "person-same");
    this.known = new Listing(
      (/** @type {import("./ask.js").Memory} */ memory) => new MemoryCard(shared, memory),
      (card, memory) => card.write(memory),
    );
    this.knownTitle = piece("h3", "short-title");
    this.none = piece("p", "part-empty", shared.words.knownNone);
    this.none.hidden = true;
    this.panel.append(this.knownTitle, this.known.element, this.none, this.same, this.actions);
    this.write(person);
  }

  /** @param {KnownPerson} person */
  write(person) {
    const { words, now } = this.shared;
    this.person = person;
    const name = spoken(piece("span", "person-name"), person.name);
    const role = roleOf(person);
    this.title.replaceChildren(name, " ", ...(role ? [spoken(piece("span", "person-role"), role)] : []));
    this.nameToggle(person.name);
    const day = dayText(person.lastMentionedAt, now(), words);
    const said = counted(words.mentions, person.mentionCount, { day });
    const also = person.aliases.length ? [piece("span", "", fill(words.alsoCalled, { names: inRow(person.aliases, words) }))] : [];
    const traits = Object.values(person.attributes).map((value) => spoken(piece("span", ""), value));
    this.from.replaceChildren(...traits, ...also, piece("span", "entry-day", said));
    this.knownTitle.textContent = fill(words.known, { name: person.name });
    this.#writeSame();
    if (this.actions.contains(document.activeElement)) return;
    this.actions.replaceChildren(...this.#actionPieces());
    if (!this.panel.hidden) this.fillPanel();
  }

  async fillPanel() {
    try {
      const { memories } = await ask.memories({ knownPersonId: this.id, limit: OF_ONE });
      this.known.show(memories);
      this.none.hidden = this.known.lines.length > 0;
    } catch (error) {
      this.showNote(this.shared.tell(error));
    }
  }

  #writeSame() {
    const { words } = this.shared;
    this.same.replaceChildren(
      ...this.person.merged.map((other) =>
        box("p", "", `${fill(words.partOf, { name: other.name })} `, button("link", words.part, () => this.#part(other))),
      ),
    );
  }

  #actionPieces() {
    const { words } = this.shared;
    const forget = button("quiet danger", fill(words.forgetPerson, { name: this.person.name }), () => this.#askToForget());
    if (this.people.everybody.length < 2) return [forget];
    return [button("quiet", words.samePerson, () => this.#askWho()), forget];
  }

  #askWho() {
    const { words } = this.shared;
    const select = /** @type {HTMLSelectElement} */ (piece("select", "field"));
    const label = fill(words.sameAs, { name: this.person.name });
    select.setAttribute("aria-label", label);
    for (const person of this.people.everybody) {
      const role = roleOf(person);
      if (person.id !== this.id) select.add(new Option(role ? `${person.name} (${role})` : person.name, person.id));
    }
    const end = () => {
      group.replaceWith(this.actions);
      this.toggle.focus();
    };
    const group = box(
      "div", "entry-ask", piece("p", "entry-asked", label), select,
      box("div", "entry-actions", button("solid", words.join, () => this.#merge(select, end)), button("quiet", words.cancel, end)),
    );
    this.actions.replaceWith(group);
    select.focus();
  }

  /** @param {HTMLSelectElement} select @param {() => void} end */
  #merge(select, end) {
    const { words } = this.shared;
    const other = this.people.everybody.find(({ id }) => id === select.value);
    if (!other) return end();
    return this.attempt(async () => {
      const change = await ask.merge(this.id, other.id);
      end();
      const text = fill(words.joined, { name: this.person.name, other: other.name });
      await this.shared.changed();
      // This line is gone: the word about it stands with who they turned out to be.
      this.people.lineOf(other.id)?.showJoined(text, change.id);
    });
  }

  /** @param {string} text @param {string} changeId */
  showJoined(text, changeId) {
    const { words, changed } = this.shared;
    this.toggle.focus();
    const work = () =>
      this.attempt(async () => {
        await ask.undo(changeId);
        this.toggle.focus();
        this.showNote(words.undone);
        await changed();
      });
    this.showNote(text, [{ name: words.undo, work }]);
  }

  /** @param {{id: string, name: string}} other */
  #part(other) {
    return this.attempt(async () => {
      await ask.part(other.id);
      this.toggle.focus();
      this.showNote(fill(this.shared.words.parted, { name: other.name }));
      await this.shared.changed();
    });
  }

  #askToForget() {
    this.forget(fill(this.shared.words.forgetPersonAsk, { name: this.person.name }), () => ask.forgetPerson(this.id));
  }
}
