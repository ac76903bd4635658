//! Which ids to write: the twin's, else one made of the words, so that an id never comes to mean other
//! words than those that it was made for. Nothing is random, so that two
//! people who run `fmt` on the same file write the same.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::outline::{Outline, Slot};
use super::used::{Used, alike};
use crate::catalog::parse::question::choices;
use crate::{Lang, folding};

/// Gives every slot without an id one; the first outline is the source. Tells for each outline whether
/// some were left without, because it could not be told which part of the source they are.
pub(super) fn choose(outlines: &mut [(Lang, Outline)], used: Option<&Used>) -> Vec<bool> {
    let Some(((source_lang, source), twins)) = outlines.split_first_mut() else {
        return Vec::new();
    };
    let source_lang = *source_lang;
    let mut unclear = vec![false; twins.len() + 1];
    // A twin that agrees, question by question, speaks by position; another only by the ids it has.
    let agree: Vec<bool> = twins
        .iter()
        .map(|(_, twin)| {
            let slots = |outline: &Outline| {
                outline
                    .questions
                    .iter()
                    .map(|entry| entry.slot.id.clone())
                    .collect()
            };
            positions_agree(slots(source), slots(twin))
        })
        .collect();
    let mut taken: BTreeSet<String> = ids(source.questions.iter().map(|entry| &entry.slot));
    for (_, twin) in twins.iter() {
        taken.extend(ids(twin.questions.iter().map(|entry| &entry.slot)));
    }
    for at in 0..source.questions.len() {
        let mut same: Vec<(Lang, &mut Slot, &mut Vec<Slot>)> = Vec::new();
        let entry = &mut source.questions[at];
        let own = entry.slot.id.clone();
        same.push((source_lang, &mut entry.slot, &mut entry.parts));
        for ((lang, twin), agree) in twins.iter_mut().zip(&agree) {
            let found = match agree {
                true => twin.questions.get_mut(at),
                false => twin
                    .questions
                    .iter_mut()
                    .find(|entry| own.is_some() && entry.slot.id == own),
            };
            if let Some(entry) = found {
                same.push((*lang, &mut entry.slot, &mut entry.parts));
            }
        }
        name(
            same.iter_mut()
                .map(|(lang, slot, _)| (*lang, &mut **slot))
                .collect(),
            at,
            &mut taken,
            used,
        );
        parts(same, used);
    }
    for (at, (_, twin)) in twins.iter().enumerate() {
        let slots = twin
            .questions
            .iter()
            .flat_map(|entry| entry.parts.iter().chain([&entry.slot]));
        unclear[at + 1] = slots.into_iter().any(|slot| slot.id.is_none());
    }
    unclear
}

/// Names the parts of one question in all its languages.
fn parts(mut same: Vec<(Lang, &mut Slot, &mut Vec<Slot>)>, used: Option<&Used>) {
    let mut taken = BTreeSet::new();
    for (_, _, parts) in &same {
        taken.extend(ids(parts.iter()));
    }
    let own: Vec<Option<String>> = match same.first() {
        Some((_, _, parts)) => parts.iter().map(|part| part.id.clone()).collect(),
        None => return,
    };
    same.retain(|(_, _, parts)| {
        let theirs = parts.iter().map(|part| part.id.clone()).collect();
        positions_agree(own.clone(), theirs)
    });
    for at in 0..own.len() {
        let slots = same
            .iter_mut()
            .filter_map(|(lang, _, parts)| parts.get_mut(at).map(|part| (*lang, part)));
        name(slots.collect(), at, &mut taken, used);
    }
}

/// Whether two lists are equally long and never have different ids at the same place.
fn positions_agree(one: Vec<Option<String>>, other: Vec<Option<String>>) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(&other)
            .all(|(one, other)| one.is_none() || other.is_none() || one == other)
}

fn ids<'s>(slots: impl Iterator<Item = &'s Slot>) -> BTreeSet<String> {
    slots.filter_map(|slot| slot.id.clone()).collect()
}

/// Gives the slots, which are the same thing in several languages, one id.
fn name(slots: Vec<(Lang, &mut Slot)>, at: usize, taken: &mut BTreeSet<String>, used: Option<&Used>) {
    if slots.iter().all(|(_, slot)| slot.id.is_some()) {
        return;
    }
    let known = slots.iter().find_map(|(_, slot)| slot.id.clone());
    let id = known.unwrap_or_else(|| {
        let english = slots.iter().find(|(lang, _)| *lang == Lang::En);
        let words = english
            .into_iter()
            .chain(&slots)
            .find_map(|(_, slot)| from_words(&slot.words));
        let kind = slots.first().map_or("question", |(_, slot)| slot.kind);
        let own = slots.first().map_or("", |(_, slot)| slot.words.as_str());
        let now: Vec<String> = slots.iter().map(|(_, slot)| alike(&slot.words)).collect();
        let is_free = |id: &str| {
            let before = used.and_then(|used| used.get(id));
            let of_others = before.is_some_and(|before| !now.iter().any(|words| before.contains(words)));
            !taken.contains(id) && !of_others
        };
        free(words, (kind, at + 1), own, is_free)
    });
    taken.insert(id.clone());
    for (_, slot) in slots {
        if slot.id.is_none() {
            slot.id = Some(id.clone());
            slot.new = true;
        }
    }
}

/// An id that nobody has and, as it comes from the words alone, that no other words had before: a choice that
/// is deleted leaves its id to nobody.
fn free(
    words: Option<String>,
    (kind, number): (&str, usize),
    own: &str,
    is_free: impl Fn(&str) -> bool,
) -> String {
    let marked = |start: &str| match mark(own) {
        Some(mark) => format!("{start}-{mark}"),
        None => format!("{start}-{number}"),
    };
    let first = words.unwrap_or_else(|| marked(kind));
    let second = marked(&first);
    // Whether it is right or wrong: the id must not depend on the key.
    let telling = kind == "choice" && choices::may_tell(&first);
    std::iter::once(first)
        .filter(|_| !telling)
        .chain(std::iter::once(second.clone()))
        .chain((2..).map(|count| format!("{second}-{count}")))
        .find(|id| is_free(id))
        .unwrap_or(second)
}

/// Six letters and digits that stand for some words: the same for the same words, everywhere.
fn mark(words: &str) -> Option<String> {
    const SIGNS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789v";
    let words: Vec<String> = words.split_whitespace().map(folding::exact).collect();
    let words = words.join(" ");
    let hash = Sha256::digest(words.as_bytes());
    let signs = hash
        .iter()
        .take(6)
        .map(|byte| char::from(SIGNS[usize::from(byte % 31)]));
    (!words.is_empty()).then(|| signs.collect())
}

/// The words as an id, if they are of ASCII and hold a letter: at most five words and 40 characters.
fn from_words(words: &str) -> Option<String> {
    if !words
        .chars()
        .all(|letter| letter.is_ascii() || "’‘“”–—…×±→".contains(letter))
    {
        return None;
    }
    let lower = words.to_lowercase();
    let mut id = String::new();
    let parts = lower
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '\'' && letter != '’')
        .map(|word| word.replace(['\'', '’'], ""))
        .filter(|word| !word.is_empty());
    for word in parts.take(5) {
        if !id.is_empty() && id.len() + word.len() >= 40 {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(&word);
    }
    id.truncate(60);
    if !id.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    // Where the id leaves something out, other words could have the same.
    let all = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).count();
    let ordinary = |letter: char| {
        letter.is_ascii_alphanumeric() || letter.is_whitespace() || ".,?!;'’-".contains(letter)
    };
    if all(&id) == all(words) && words.chars().all(ordinary) {
        return Some(id);
    }
    mark(words).map(|mark| format!("{id}-{mark}"))
}

#[cfg(test)]
mod tests {
    use super::from_words;

    #[test]
    fn words_become_ids_only_if_they_can_be_read_as_such() {
        assert_eq!(from_words("What’s a mouse?").as_deref(), Some("whats-a-mouse"));
        assert_eq!(
            from_words("One two three four five").as_deref(),
            Some("one-two-three-four-five")
        );
        assert_eq!(from_words("1 + 1"), None);
        assert_eq!(from_words("Ctrl を押す"), None);
    }

    #[test]
    fn other_words_have_another_id() {
        for (one, other) in [
            ("C", "C++"),
            ("> 5 km", "< 5 km"),
            ("1.5 kg a", "15 kg a"),
            ("One two three four five six", "One two three four five seven"),
            ("a “b”", "a b"),
        ] {
            assert_ne!(from_words(one), from_words(other), "{one} and {other}");
        }
        assert_ne!(super::mark("右手"), super::mark("左手"));
        assert_eq!(super::mark("右手 "), super::mark("右手"));
    }
}
