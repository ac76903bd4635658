//! Footnotes, numbered by their first mention within one piece of a page.

/// The footnotes mentioned so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Footnotes {
    /// Keeps ids apart when a page has several pieces.
    prefix: String,
    order: Vec<String>,
}

impl Footnotes {
    /// Footnotes whose ids begin with `prefix`.
    pub fn new(prefix: &str) -> Footnotes {
        let prefix = if prefix.is_empty() {
            String::new()
        } else {
            format!("{prefix}-")
        };
        Footnotes {
            prefix,
            order: Vec::new(),
        }
    }

    /// The mark that stands in the text.
    pub fn reference(&mut self, label: &str) -> String {
        let known = self.order.iter().position(|known| known == label);
        let number = known.unwrap_or_else(|| {
            self.order.push(label.to_owned());
            self.order.len() - 1
        }) + 1;
        let prefix = &self.prefix;
        let id = if known.is_none() {
            format!(" id=\"fnref-{prefix}{number}\"")
        } else {
            String::new()
        };
        format!("<sup class=\"footnote-ref\"{id}><a href=\"#fn-{prefix}{number}\">{number}</a></sup>")
    }

    /// The label of the note of this index.
    pub fn label(&self, index: usize) -> Option<String> {
        self.order.get(index).cloned()
    }

    /// The number and the ids of a note.
    pub fn ids(&self, index: usize) -> (String, String) {
        let number = index + 1;
        (
            format!("fn-{}{number}", self.prefix),
            format!("fnref-{}{number}", self.prefix),
        )
    }
}
