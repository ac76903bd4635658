//! What reading one file shares: its language, its images, and what could not be kept so far.

use super::images::Images;
use crate::Lang;
use crate::catalog::Message;
use crate::interchange::Files;
use crate::interchange::item::Loss;

/// The state of reading.
pub(crate) struct Reading<'a> {
    pub lang: Lang,
    pub images: Images<'a>,
    pub losses: Vec<Loss>,
    /// The item being read.
    pub item: String,
    /// How many items came before, for those without a name.
    pub number: usize,
    /// Where the losses of the item begin: two items of one name lose each their own.
    begun: usize,
}

impl<'a> Reading<'a> {
    pub fn new(lang: Lang, files: &'a Files) -> Reading<'a> {
        Reading {
            lang,
            images: Images::of(files),
            losses: Vec::new(),
            item: String::new(),
            number: 0,
            begun: 0,
        }
    }

    /// Begins an item; what is noted from now on is about it.
    pub fn begin(&mut self, name: &str) {
        self.number += 1;
        self.begun = self.losses.len();
        self.images.attached.clear();
        let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
        self.item = if name.is_empty() {
            self.lang.t(
                format!("{}番目の問題", self.number),
                format!("Question {}", self.number),
            )
        } else {
            name.chars().take(80).collect()
        };
    }

    /// Notes something that could not be kept, once for each item.
    pub fn note(&mut self, ja: impl Into<String>, en: impl Into<String>) {
        self.lose(Message::new(ja, en), false);
    }

    /// Notes that the item is left out, and why.
    pub fn leave_out(&mut self, ja: impl Into<String>, en: impl Into<String>) {
        self.lose(Message::new(ja, en), true);
    }

    fn lose(&mut self, what: Message, left_out: bool) {
        let loss = Loss {
            item: self.item.clone(),
            left_out,
            what,
        };
        let own = self.losses.get(self.begun..).unwrap_or_default();
        if !own.contains(&loss) {
            self.losses.push(loss);
        }
    }
}
