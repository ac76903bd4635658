//! Pools: there must be as many questions as are drawn.

use crate::catalog::diagnostic::Message;
use crate::catalog::model::{Draw, Question};
use crate::catalog::parse::settings::keys::At;
use crate::catalog::parse::sink::Sink;

/// Checks each pool of a quiz.
pub(crate) fn run(sink: &mut Sink<'_>, pools: &[(Draw, At<String>)], questions: &[Question]) {
    for (draw, tag) in pools {
        let tagged = questions
            .iter()
            .filter(|question| question.tags.contains(&draw.tag))
            .count();
        if tagged == 0 {
            let message = Message::new(
                format!("「{}」の付いた問題がありません。", draw.tag),
                format!("No question is tagged \"{}\".", draw.tag),
            );
            let tags = questions
                .iter()
                .flat_map(|question| question.tags.iter().map(String::as_str));
            sink.error("K0420", tag.span.clone(), message)
                .did_you_mean(&draw.tag, tags);
        } else if (draw.count as usize) > tagged {
            let message = Message::new(
                format!(
                    "「{}」の付いた問題は{tagged}問しかありません（{}問必要）。",
                    draw.tag, draw.count
                ),
                format!(
                    "Only {tagged} questions are tagged \"{}\", {} are drawn.",
                    draw.tag, draw.count
                ),
            );
            sink.error("K0421", tag.span.clone(), message);
        }
    }
}
