//! Reads TOML tables key by key, so that every wrong value and every unknown key is told at its place.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

pub(crate) use super::toml_file::parse_table;
use crate::catalog::diagnostic::Message;
use crate::catalog::furigana;
use crate::catalog::parse::nearest::nearest;
use crate::catalog::parse::sink::Sink;
use crate::{Lang, Text};

/// A value and where it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct At<T> {
    pub value: T,
    pub span: Range<usize>,
}

/// One table being read. `finish` reports the keys nobody asked for.
pub(crate) struct Keys<'t, 'i> {
    table: &'t DeTable<'i>,
    offset: usize,
    /// Where to complain about a missing key.
    blame: Range<usize>,
    asked: Vec<&'static str>,
    /// A table of broken TOML lacks keys for another reason.
    whole: bool,
}

impl<'t, 'i> Keys<'t, 'i> {
    pub fn new(table: &'t DeTable<'i>, offset: usize, blame: Range<usize>, whole: bool) -> Self {
        Keys {
            table,
            offset,
            blame,
            asked: Vec::new(),
            whole,
        }
    }

    fn get(&mut self, key: &'static str) -> Option<(&'t DeValue<'i>, Range<usize>)> {
        self.asked.push(key);
        let value = self.table.iter().find(|(name, _)| name.get_ref() == key)?.1;
        Some((value.get_ref(), shift(value.span(), self.offset)))
    }

    /// Whether the table has the key.
    pub fn has(&self, key: &str) -> bool {
        self.table.iter().any(|(name, _)| name.get_ref() == key)
    }

    /// Complains that `key` is missing.
    pub fn missing(&self, sink: &mut Sink<'_>, key: &str) {
        // A key that is there under a misspelt name will be told by that.
        let misspelt = |name: &str| !self.asked.contains(&name) && nearest(name, [key]).is_some();
        let misspelt = self.table.iter().any(|(name, _)| misspelt(name.get_ref()));
        if self.whole && !misspelt {
            let message = Message::new(
                format!("「{key}」が必要です。"),
                format!("\"{key}\" is required."),
            );
            sink.error("K0104", self.blame.clone(), message);
        }
    }

    pub fn string(&mut self, sink: &mut Sink<'_>, key: &'static str) -> Option<At<String>> {
        let (value, span) = self.get(key)?;
        as_string(sink, key, value, span)
    }

    pub fn required_string(&mut self, sink: &mut Sink<'_>, key: &'static str) -> Option<At<String>> {
        if !self.has(key) {
            self.missing(sink, key);
        }
        let found = self.string(sink, key)?;
        if found.value.trim().is_empty() {
            let message = Message::new(format!("「{key}」が空です。"), format!("\"{key}\" is empty."));
            sink.error("K0105", found.span, message);
            return None;
        }
        Some(found)
    }

    pub fn strings(&mut self, sink: &mut Sink<'_>, key: &'static str) -> Option<Vec<At<String>>> {
        let (value, span) = self.get(key)?;
        let Some(array) = value.as_array() else {
            wrong(
                sink,
                key,
                span.clone(),
                ("文字列の並び（[\"…\"]）", "a list of strings ([\"…\"])"),
            );
            // A single text is most likely the only one of the list: what follows from its lack is not told.
            let one = value.as_str().map(str::to_owned);
            return one.map(|value| vec![At { value, span }]);
        };
        let items = array
            .iter()
            .filter_map(|item| as_string(sink, key, item.get_ref(), shift(item.span(), self.offset)));
        Some(items.collect())
    }

    /// A whole number from `least` to `most`.
    pub fn number(
        &mut self,
        sink: &mut Sink<'_>,
        key: &'static str,
        (least, most): (u32, u32),
    ) -> Option<At<u32>> {
        let (value, span) = self.get(key)?;
        let number = value
            .as_integer()
            .and_then(|integer| u32::from_str_radix(integer.as_str(), integer.radix()).ok());
        match number.filter(|number| (least..=most).contains(number)) {
            Some(value) => Some(At { value, span }),
            None => {
                let expected = if most == u32::MAX {
                    (
                        format!("{least}以上の整数"),
                        format!("a whole number, {least} or more"),
                    )
                } else {
                    (
                        format!("{least}から{most}までの整数"),
                        format!("a whole number from {least} to {most}"),
                    )
                };
                wrong(sink, key, span, (&expected.0, &expected.1));
                None
            }
        }
    }

    /// A number that may have a fraction, 0 or more.
    pub fn decimal(&mut self, sink: &mut Sink<'_>, key: &'static str) -> Option<At<f32>> {
        let (value, span) = self.get(key)?;
        let written = match value {
            DeValue::Integer(integer) if integer.radix() == 10 => Some(integer.as_str()),
            DeValue::Float(float) => Some(float.as_str()),
            DeValue::Integer(_)
            | DeValue::String(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => None,
        };
        let number = written.and_then(|written| written.parse::<f32>().ok());
        match number.filter(|number| number.is_finite() && *number >= 0.0) {
            Some(value) => Some(At { value, span }),
            None => {
                wrong(sink, key, span, ("0以上の数", "a number, 0 or more"));
                None
            }
        }
    }

    pub fn boolean(&mut self, sink: &mut Sink<'_>, key: &'static str) -> Option<bool> {
        let (value, span) = self.get(key)?;
        let answer = value.as_bool();
        if answer.is_none() {
            wrong(sink, key, span, ("true か false", "true or false"));
        }
        answer
    }

    /// One word of a list.
    pub fn choice<T: Copy>(
        &mut self,
        sink: &mut Sink<'_>,
        key: &'static str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let found = self.string(sink, key)?;
        let meant = words.iter().find(|(word, _)| *word == found.value);
        if meant.is_none() {
            let list = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
            let message = Message::new(
                format!("「{key}」は次のどれかです: {list}。"),
                format!("\"{key}\" is one of: {list}."),
            );
            sink.error("K0105", found.span, message)
                .did_you_mean(&found.value, words.iter().map(|(word, _)| *word));
        }
        meant.map(|(_, value)| *value)
    }

    /// A day: `2026-04-01`, or the same as a string.
    pub fn day(&mut self, sink: &mut Sink<'_>, key: &'static str) -> Option<At<chrono::NaiveDate>> {
        let (value, span) = self.get(key)?;
        let day = match value {
            DeValue::Datetime(moment) => moment.date.and_then(|day| {
                chrono::NaiveDate::from_ymd_opt(i32::from(day.year), u32::from(day.month), u32::from(day.day))
            }),
            DeValue::String(day) => day.parse().ok(),
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => None,
        };
        if day.is_none() {
            wrong(
                sink,
                key,
                span.clone(),
                ("日付（2026-04-01 など）", "a day such as 2026-04-01"),
            );
        }
        day.map(|value| At { value, span })
    }

    /// `{ ja = "…", en = "…" }`, or one string for all languages. Furigana is removed.
    pub fn text(&mut self, sink: &mut Sink<'_>, key: &'static str, languages: &[Lang]) -> Option<Text> {
        let text = self.marked_text(sink, key, languages)?;
        let plain = |text: Option<String>| text.map(|text| furigana::to_plain(&text));
        Some(Text {
            ja: plain(text.ja),
            en: plain(text.en),
        })
    }

    /// The same with its furigana.
    pub fn marked_text(
        &mut self,
        sink: &mut Sink<'_>,
        key: &'static str,
        languages: &[Lang],
    ) -> Option<Text> {
        let Some((value, span)) = self.get(key) else {
            self.missing(sink, key);
            return None;
        };
        self.languages(sink, key, (value, span), languages)
    }

    /// The text of a value in each language, with its furigana.
    fn languages(
        &self,
        sink: &mut Sink<'_>,
        key: &str,
        (value, span): (&DeValue<'i>, Range<usize>),
        languages: &[Lang],
    ) -> Option<Text> {
        match value {
            DeValue::String(one) => {
                let plain = Some(one.to_string());
                Some(Text {
                    ja: plain.clone(),
                    en: plain,
                })
            }
            DeValue::Table(table) => {
                let mut keys = Keys::new(table, self.offset, span.clone(), self.whole);
                let ja = keys.string(sink, "ja").map(|at| at.value);
                let en = keys.string(sink, "en").map(|at| at.value);
                keys.finish(sink);
                let text = Text { ja, en };
                for lang in languages {
                    if lang.t(&text.ja, &text.en).is_none() && self.whole {
                        let code = lang.code();
                        sink.warning(
                            "K0504",
                            span.clone(),
                            Message::new(
                                format!("「{key}」に「{code}」の文がありません。"),
                                format!("\"{key}\" has no \"{code}\" text."),
                            ),
                        );
                    }
                }
                Some(text)
            }
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_) => {
                wrong(
                    sink,
                    key,
                    span,
                    ("{ ja = \"…\", en = \"…\" }", "{ ja = \"…\", en = \"…\" }"),
                );
                None
            }
        }
    }

    /// A list of tables, each to be read and finished.
    pub fn tables(&mut self, sink: &mut Sink<'_>, key: &'static str) -> Vec<Keys<'t, 'i>> {
        let Some((value, span)) = self.get(key) else {
            return Vec::new();
        };
        let Some(array) = value.as_array() else {
            wrong(sink, key, span, ("表の並び", "a list of tables"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in array.iter() {
            let span = shift(item.span(), self.offset);
            match item.get_ref().as_table() {
                Some(table) => tables.push(Keys::new(table, self.offset, span, self.whole)),
                None => wrong(sink, key, span, ("{ … } の形", "a table, { … }")),
            }
        }
        tables
    }

    /// Where the key stands, if it is there.
    pub fn place(&self, key: &str) -> Option<Range<usize>> {
        let (name, _) = self.table.iter().find(|(name, _)| name.get_ref() == key)?;
        Some(shift(name.span(), self.offset))
    }

    /// A table, to be read and finished.
    pub fn table(&mut self, sink: &mut Sink<'_>, key: &'static str) -> Option<Keys<'t, 'i>> {
        let (value, span) = self.get(key)?;
        let blame = self.place(key).unwrap_or_else(|| span.clone());
        match value.as_table() {
            Some(table) => Some(Keys::new(table, self.offset, blame, self.whole)),
            None => {
                wrong(sink, key, span, ("{ … } の形", "a table, { … }"));
                None
            }
        }
    }

    /// Every entry of a table whose keys the author chose, each a text in several languages.
    pub fn texts(self, sink: &mut Sink<'_>) -> Vec<(String, Text, Range<usize>)> {
        let mut texts = Vec::new();
        for (name, value) in self.table.iter() {
            let place = shift(name.span(), self.offset);
            let span = shift(value.span(), self.offset);
            let word: &str = name.get_ref();
            let text = self.languages(sink, word, (value.get_ref(), span), &[]);
            let plain = |text: Option<String>| text.map(|text| furigana::to_plain(&text));
            let text = text.map(|text| Text {
                ja: plain(text.ja),
                en: plain(text.en),
            });
            texts.extend(text.map(|text| (word.to_owned(), text, place)));
        }
        texts
    }

    /// Reports the keys nobody asked for.
    pub fn finish(self, sink: &mut Sink<'_>) {
        for (name, _) in self.table.iter() {
            let word: &str = name.get_ref();
            if !self.asked.contains(&word) {
                sink.error(
                    "K0103",
                    shift(name.span(), self.offset),
                    Message::new(
                        format!("「{word}」という項目はありません。"),
                        format!("There is no key \"{word}\"."),
                    ),
                )
                .did_you_mean(word, self.asked.iter().copied());
            }
        }
    }
}

fn as_string(sink: &mut Sink<'_>, key: &str, value: &DeValue<'_>, span: Range<usize>) -> Option<At<String>> {
    match value.as_str() {
        Some(value) => Some(At {
            value: value.to_owned(),
            span,
        }),
        None => {
            wrong(sink, key, span, ("文字列（\"…\"）", "a string (\"…\")"));
            None
        }
    }
}

fn wrong(sink: &mut Sink<'_>, key: &str, span: Range<usize>, expected: (&str, &str)) {
    let message = Message::new(
        format!("「{key}」の値は{}でなければなりません。", expected.0),
        format!("The value of \"{key}\" must be {}.", expected.1),
    );
    sink.error("K0105", span, message);
}

fn shift(span: Range<usize>, offset: usize) -> Range<usize> {
    span.start + offset..span.end + offset
}
