//! Words in both languages as constants, and texts that people wrote.

use domain::Lang;

/// Words in both languages, as a constant.
pub type Words = (&'static str, &'static str);

/// The words in a language.
pub fn words(lang: Lang, words: Words) -> &'static str {
    lang.t(words.0, words.1)
}

/// A text that somebody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Free {
    /// The column.
    pub column: &'static str,
    /// What it becomes; nothing where it may be empty.
    pub becomes: &'static str,
    /// What begins so was not written but chosen, and stays.
    pub but_not: &'static [&'static str],
}

impl Free {
    /// A text that becomes an empty one.
    pub const fn text(column: &'static str) -> Free {
        Free {
            column,
            becomes: "",
            but_not: &[],
        }
    }

    /// The same, which becomes this.
    pub const fn becoming(mut self, text: &'static str) -> Free {
        self.becomes = text;
        self
    }

    /// Except what begins with one of these.
    pub const fn but_not(mut self, beginnings: &'static [&'static str]) -> Free {
        self.but_not = beginnings;
        self
    }
}
