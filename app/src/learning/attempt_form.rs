//! What may be posted to an attempt: by the buttons of a question's page, and by the script that saves each
//! answer as it is given.

use domain::{
    catalog::QuestionKind,
    learning::{choice_order, versions::Base},
};
use server::{
    Error, Result,
    learning::{
        answering::{self, Answering, Kept},
        attempts, sent_files,
    },
};
use uuid::Uuid;

use super::question;
use crate::web::{FromPosted, Pairs, Posted, Reply, Req, Saved};

/// A form of an attempt's pages.
pub enum AttemptForm {
    /// All is answered, as far as the learner means to.
    HandIn,
    /// An answer, and what comes then.
    Answer(AnswerForm, Then),
    /// Of answers that stand side by side, the one that counts.
    Choose(AnswerForm, Uuid),
}

/// What a button of a question's page asks for beside saving.
pub enum Then {
    /// The next question.
    Next,
    /// The question before.
    Back,
    /// A hint, by its number from 0.
    Hint(usize),
    /// Nothing: a file was sent.
    Send,
    /// To take a file out again.
    Remove(Uuid),
}

/// An answer as its page sends it.
pub struct AnswerForm {
    /// The question.
    question: String,
    /// Its number on the paper, from 1.
    number: usize,
    /// The answers that the page showed. None where a program does not say.
    base: Option<Base>,
    /// The fields of the answer, which differ by the kind of question; see `question::read`.
    fields: Pairs,
}

fn misread(what: &str) -> Error {
    Error::Misread(what.to_owned())
}

/// The fields of the buttons of a question's page. The script presses none.
const BUTTONS: [&str; 4] = ["do", "hint", "remove", "choose"];

impl FromPosted for AnswerForm {
    fn read(posted: Posted) -> Result<Self> {
        AnswerForm::beside(&[], posted)
    }
}

impl AnswerForm {
    /// The answer in a form that may have these buttons.
    fn beside(buttons: &[&str], posted: Posted) -> Result<Self> {
        let fields = posted.fields;
        let base = fields.has("base").then(|| fields.get("base").parse());
        let number = match fields.get("number") {
            "" => 1,
            number => number.parse().map_err(|_| misread("the number of a question"))?,
        };
        let known = |name: &str| {
            ["question", "number", "base", "answer", "file"].contains(&name)
                || buttons.contains(&name)
                || question::is_field(name)
        };
        if let Some((name, _)) = fields.iter().find(|(name, _)| !known(name)) {
            return Err(Error::Misread(format!("a question has no field {name:?}")));
        }
        Ok(AnswerForm {
            question: fields.get("question").to_owned(),
            number,
            base: base
                .transpose()
                .map_err(|_| misread("what an answer is based on"))?,
            fields,
        })
    }
}

impl FromPosted for AttemptForm {
    fn read(posted: Posted) -> Result<Self> {
        let fields = &posted.fields;
        let id = |name: &str| fields.get(name).parse().map_err(|_| misread(name));
        let then = match (fields.get("do"), fields.get("hint"), fields.get("remove")) {
            ("submit", "", "") => return Ok(AttemptForm::HandIn),
            ("", "", "") if fields.has("choose") => {
                let chosen = id("choose")?;
                return Ok(AttemptForm::Choose(AnswerForm::beside(&BUTTONS, posted)?, chosen));
            }
            // Without a button, as a script of somebody else's may send it.
            ("next" | "enter" | "", "", "") => Then::Next,
            ("back", "", "") => Then::Back,
            ("send", "", "") => Then::Send,
            ("", hint, "") => Then::Hint(hint.parse().map_err(|_| misread("the number of a hint"))?),
            ("", "", _) => Then::Remove(id("remove")?),
            _ => return Err(misread("two buttons at once")),
        };
        Ok(AttemptForm::Answer(AnswerForm::beside(&BUTTONS, posted)?, then))
    }
}

/// Saves the answer and goes on, opens a hint, takes or removes a file, or hands in.
pub async fn submit(req: &Req, form: AttemptForm) -> Result<Reply> {
    let actor = req.actor()?;
    let id = req.param("attempt")?;
    let (form, then) = match form {
        AttemptForm::HandIn => {
            attempts::submit(actor, &req.services, id).await?;
            return Ok(Reply::to(format!("/attempts/{id}")));
        }
        AttemptForm::Choose(form, chosen) => {
            let base = form.base.unwrap_or_default();
            answering::choose(actor, &req.services, id, &form.question, chosen, base, req.key()).await?;
            return Ok(Reply::to(format!("/attempts/{id}?q={}", form.number)));
        }
        AttemptForm::Answer(form, then) => (form, then),
    };
    store(req, &form, Sender::Page).await?;
    let (number, asked) = (form.number, form.question.as_str());
    let here = format!("/attempts/{id}?q={number}");
    match then {
        Then::Hint(hint) => {
            attempts::take_hint(actor, &req.services, id, asked, hint).await?;
            Ok(Reply::to(here))
        }
        Then::Remove(file) => {
            sent_files::remove(actor, &req.services, id, asked, file).await?;
            Ok(Reply::to(here))
        }
        Then::Send if req.files.is_empty() => Err(Error::field(
            "file",
            "先にファイルを選んでください。",
            "Please choose a file first.",
        )),
        Then::Send => Ok(Reply::to(here)),
        Then::Back => Ok(Reply::to(format!(
            "/attempts/{id}?q={}",
            number.saturating_sub(1).max(1)
        ))),
        Then::Next => {
            let sheet = attempts::sheet(actor, &req.services, id).await?;
            let total = sheet.paper.len();
            // What cannot be right is told once, while it can be changed; whoever goes on then means to.
            let to = if !form.fields.has("told") && question::is_unread(&sheet, asked) {
                number.to_string()
            } else if number >= total {
                "end".to_owned()
            } else {
                (number + 1).to_string()
            };
            Ok(Reply::to(format!("/attempts/{id}?q={to}")))
        }
    }
}

/// `POST /attempts/{attempt}/answers`: what the script sends each time something is answered.
pub async fn save(req: &Req, form: AnswerForm) -> Result<Reply> {
    let kept = store(req, &form, Sender::Script).await?;
    Ok(Reply::json(Saved::beside(kept == Kept::Beside)))
}

/// Who sends an answer.
#[derive(Clone, Copy, PartialEq)]
enum Sender {
    /// The page, with whatever is in its fields.
    Page,
    /// The script, when something in them was changed.
    Script,
}

async fn store(req: &Req, form: &AnswerForm, sender: Sender) -> Result<Kept> {
    let actor = req.actor()?;
    let id = req.param("attempt")?;
    let (revision, quiz, seed) = attempts::quiz_of(actor, &req.services, id).await?;
    let asked = revision
        .course
        .quizzes
        .get(&quiz)
        .and_then(|quiz| quiz.question(&form.question))
        .ok_or(Error::NotFound)?;
    if let QuestionKind::Upload { .. } = asked.kind {
        for (number, file) in (0..).zip(&req.files) {
            let posted = sent_files::Posted {
                name: &file.name,
                size: file.size,
                path: &file.path,
            };
            // Each file of the form has a key of its own, the same when the form comes again.
            let key = Uuid::from_u128(req.key::<Uuid>().as_u128().wrapping_add(number));
            sent_files::add(actor, &req.services, id, &asked.id, posted, key).await?;
        }
        return Ok(Kept::Alone);
    }
    let answer = question::read(asked, &choice_order(asked, seed), &form.fields);
    // "Next" without an answer leaves the question open.
    if sender == Sender::Page && form.base.is_none() && answer.is_empty() {
        return Ok(Kept::Alone);
    }
    let answering = Answering {
        base: form.base.clone(),
        acted_at: req.filled_at,
        ..Answering::now(&asked.id, answer, req.key())
    };
    match sender {
        Sender::Page => answering::save_changed(actor, &req.services, id, answering).await,
        Sender::Script => answering::save(actor, &req.services, id, answering).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<AttemptForm> {
        let posted = Posted {
            fields: Pairs::decode(text.as_bytes()),
            files: Vec::new(),
        };
        AttemptForm::read(posted).ok()
    }

    #[test]
    fn the_script_sends_an_answer_and_presses_no_button() {
        let read = |text: &str| {
            let posted = Posted {
                fields: Pairs::decode(text.as_bytes()),
                files: Vec::new(),
            };
            AnswerForm::read(posted).is_ok()
        };
        assert!(read("question=q&number=2&base=&answer=a&step-1=2&told=yes"));
        for button in BUTTONS {
            assert!(!read(&format!("question=q&answer=a&{button}=1")), "{button}");
        }
    }

    #[test]
    fn a_button_is_understood_and_nothing_else_is_done() {
        assert!(matches!(read("do=submit"), Some(AttemptForm::HandIn)));
        assert!(matches!(
            read("question=q&number=2&base=&answer=a&do=back"),
            Some(AttemptForm::Answer(AnswerForm { number: 2, .. }, Then::Back))
        ));
        assert!(matches!(
            read("question=q&pair-0=1&step-1=2&blank-x=a&hint=1"),
            Some(AttemptForm::Answer(_, Then::Hint(1)))
        ));
        let choose = format!("question=q&base={0}&choose={0}", Uuid::now_v7());
        assert!(matches!(read(&choose), Some(AttemptForm::Choose(..))));
        for wrong in [
            "do=delete",
            "do=next&hint=1",
            "question=q&anwser=a",
            "question=q&base=all",
            "question=q&number=x",
            "choose=x",
            "question=q&hint=first",
        ] {
            assert!(read(wrong).is_none(), "{wrong}");
        }
    }
}
