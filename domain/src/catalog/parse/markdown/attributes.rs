//! Attribute blocks: `{#id .question points=2 exact}` at the end of a heading or a choice.

use std::ops::Range;

use crate::catalog::parse::settings::keys::At;

/// An attribute block. Nothing is checked yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Attributes {
    /// The block with its braces.
    pub span: Range<usize>,
    pub id: Option<At<String>>,
    pub classes: Vec<At<String>>,
    /// `key=value`, or a bare `key`.
    pub pairs: Vec<(At<String>, Option<At<String>>)>,
}

impl Attributes {
    pub fn has_class(&self, name: &str) -> bool {
        self.classes.iter().any(|class| class.value == name)
    }
}

/// Words that may stand alone in a block; any other lone word is the author's own braces.
const LONE: [&str; 2] = ["exact", "shuffle"];

/// The attribute block that ends `region` of `text`, if one does. Furigana is none.
pub(crate) fn trailing(text: &str, region: Range<usize>) -> Option<Attributes> {
    let written = text.get(region.clone())?.trim_end();
    let inner = written.strip_suffix('}')?;
    let open = inner.rfind('{')?;
    let inner = &inner[open + 1..];
    if inner.contains('\n') {
        return None;
    }
    let start = region.start + open;
    let mut block = Attributes {
        span: start..region.start + written.len(),
        ..Attributes::default()
    };
    let words = words(inner);
    let known = words
        .iter()
        .any(|(_, word)| word.starts_with(['#', '.']) || word.contains('=') || LONE.contains(word));
    if !known
        || words
            .iter()
            .any(|(_, word)| !word.contains('"') && word.contains(['|', '｜']))
    {
        return None;
    }
    for (at, word) in words {
        let at = start + 1 + at;
        let whole = at..at + word.len();
        if let Some(id) = word.strip_prefix('#') {
            block.id = Some(At {
                value: id.to_owned(),
                span: whole,
            });
        } else if let Some(class) = word.strip_prefix('.') {
            block.classes.push(At {
                value: class.to_owned(),
                span: whole,
            });
        } else if let Some((key, value)) = word.split_once('=') {
            let value_at = at + key.len() + 1;
            let span = value_at..value_at + value.len();
            let value = At {
                value: value.trim_matches('"').to_owned(),
                span,
            };
            block.pairs.push((
                At {
                    value: key.to_owned(),
                    span: at..at + key.len(),
                },
                Some(value),
            ));
        } else {
            block.pairs.push((
                At {
                    value: word.to_owned(),
                    span: whole,
                },
                None,
            ));
        }
    }
    Some(block)
}

/// The words between spaces, with quotes respected, and where they start.
pub(crate) fn words(inner: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quoted = false;
    for (at, letter) in inner.char_indices() {
        if letter == '"' {
            quoted = !quoted;
        }
        if letter.is_whitespace() && !quoted {
            if let Some(start) = start.take() {
                words.push((start, &inner[start..at]));
            }
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if let Some(start) = start {
        words.push((start, &inner[start..]));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::trailing;

    #[test]
    fn a_heading_may_end_in_furigana() {
        assert_eq!(trailing("使い{方|かた}", 0.."使い{方|かた}".len()), None);
        assert_eq!(trailing("braces {here}", 0..13), None);
    }

    #[test]
    fn ids_classes_and_quoted_values_are_read() {
        let text = "Q {.question #open-icon tags=\"a, b\" exact}";
        let block = trailing(text, 0..text.len()).unwrap();
        assert!(block.has_class("question"));
        assert_eq!(&text[block.id.unwrap().span], "#open-icon");
        assert_eq!(block.pairs[0].1.as_ref().unwrap().value, "a, b");
        assert_eq!(block.pairs[1].0.value, "exact");
        assert_eq!(&text[block.span], "{.question #open-icon tags=\"a, b\" exact}");
    }
}
