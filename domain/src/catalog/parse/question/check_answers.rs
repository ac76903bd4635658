//! The author's own tests, `accept:` and `reject:`, run by the grading that learners get.

use super::DraftQuestion;
use crate::catalog::diagnostic::Message;
use crate::catalog::model::Question;
use crate::catalog::parse::sink::Sink;
use crate::catalog::typed::typed_fits;

/// Runs the tests of one file's questions against the questions of all languages.
pub(crate) fn run(sink: &mut Sink<'_>, drafts: &[DraftQuestion], questions: &[Question]) {
    for draft in drafts {
        // Two questions of one id are told as such; whose answers are meant, nobody knows.
        if drafts
            .iter()
            .filter(|other| other.id.value == draft.id.value)
            .count()
            > 1
        {
            continue;
        }
        let Some(question) = questions.iter().find(|question| question.id == draft.id.value) else {
            continue;
        };
        for (accept, test) in &draft.tests {
            let Some(right) = typed_fits(question, &test.value) else {
                let message = Message::new(
                    "accept と reject は、文字か数で答える問題だけで使えます。",
                    "accept and reject belong to text and number questions.",
                );
                sink.error("K0416", test.span.clone(), message);
                continue;
            };
            if right == *accept {
                continue;
            }
            if *accept {
                let message = Message::new(
                    format!("「{}」は正解になるはずですが、なりません。", test.value),
                    format!("\"{}\" should be accepted, but is not.", test.value),
                );
                sink.error("K0411", test.span.clone(), message);
            } else {
                let message = Message::new(
                    format!("「{}」は不正解になるはずですが、正解になります。", test.value),
                    format!("\"{}\" should be rejected, but is accepted.", test.value),
                );
                sink.error("K0412", test.span.clone(), message);
            }
        }
    }
}
