//! The author's own HTML on its way out.

use std::ops::Range;

use super::html_tags::{self, Piece};
use super::mapped::Mapped;
use super::render::Renderer;
use crate::catalog::diagnostic::Message;
use crate::{catalog::furigana, html::escape_into};

impl Renderer<'_, '_, '_> {
    /// Writes raw HTML: the allowed tags as they are, anything else as text.
    pub(crate) fn html(&mut self, mapped: &Mapped) {
        for (piece, range) in html_tags::pieces(&mapped.text) {
            let span = mapped.span(range.clone());
            match piece {
                Piece::Text(text) => self.out.push_str(&furigana::to_html(text)),
                Piece::Comment => {}
                Piece::Open("br") => self.out.push_str("<br>"),
                Piece::Open(name) => {
                    self.out.push_str(&format!("<{name}>"));
                    self.tags.push((name, span));
                }
                Piece::Close(name) => self.close_tag(name, span),
                Piece::Foreign { name, closing } => {
                    escape_into(&mut self.out, &mapped.text[range]);
                    // Its end would only repeat the complaint.
                    if !closing {
                        self.foreign(&name, span);
                    }
                }
            }
        }
    }

    fn foreign(&mut self, name: &str, span: Range<usize>) {
        let attributes = html_tags::ALLOWED.contains(&name);
        let message = if attributes {
            self.refused.push(name.to_owned());
            Message::new(
                format!("<{name}> に属性は付けられません。"),
                format!("<{name}> may not have attributes."),
            )
        } else {
            Message::new("このHTMLは使えません。", "This HTML is not allowed.")
        };
        let allowed = html_tags::ALLOWED.join(", ");
        self.page.sink.error("K0301", span, message).help(
            format!("使えるタグ: {allowed}"),
            format!("Allowed tags: {allowed}"),
        );
    }

    fn close_tag(&mut self, name: &'static str, span: Range<usize>) {
        let floor = self.floors.last().copied().unwrap_or(0);
        let open = self.tags.len() > floor && self.tags.last().is_some_and(|(open, _)| *open == name);
        if open {
            self.tags.pop();
            self.out.push_str(&format!("</{name}>"));
        } else if let Some(refused) = self.refused.iter().rposition(|refused| refused == name) {
            self.refused.remove(refused);
            escape_into(&mut self.out, &format!("</{name}>"));
        } else {
            escape_into(&mut self.out, &format!("</{name}>"));
            let message = Message::new(
                format!("</{name}> に合う <{name}> がここにありません。"),
                format!("No <{name}> is open here for </{name}>."),
            );
            self.page.sink.error("K0302", span, message);
        }
    }

    /// Closes the author's tags that are open above `floor`.
    pub(crate) fn close_tags(&mut self, floor: usize) {
        while self.tags.len() > floor {
            let Some((name, span)) = self.tags.pop() else {
                return;
            };
            self.out.push_str(&format!("</{name}>"));
            let message = Message::new(
                format!("<{name}> が閉じられていません。"),
                format!("<{name}> is not closed."),
            );
            self.page.sink.error("K0302", span, message).help(
                format!("</{name}> を書いてください。"),
                format!("Write </{name}>."),
            );
        }
    }
}
