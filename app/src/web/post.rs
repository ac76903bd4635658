//! A form that was posted: read, given to its page, and, where it cannot be taken yet, kept so that the
//! page is shown again with what was typed (see `draft`).

use std::time::Duration;

use axum::{
    body::Body,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use server::{Error, Sentence, identity::Token};
use uuid::Uuid;

use super::{
    Answering, Life, Pairs, Posted, Reply, Req, Route, body,
    draft::{self, Draft, Owner},
    failure::{failure, note, other_person, refuse_script, send, tell_done, to_sign_in},
    hidden, lengths, messages,
    reply::Kind,
    script, upload,
};

/// The cookie by which the browser of a visitor is known again, for as long as a draft is kept.
pub(super) const BROWSER: &str = "browser";

/// Answers a post.
pub(super) async fn answer(route: Route, req: &mut Req, headers: &HeaderMap, body: Body) -> Response {
    // The draft whose page the form stood on.
    let from = req.again;
    let Some(handler) = route.post else {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    };
    if let Err(error) = route.who.admit(req.actor.as_ref()) {
        if req.script {
            return refuse_script(req, error);
        }
        let Error::SignInNeeded = error else {
            return send(req, failure(req, error));
        };
        // Files are not kept, nor read from somebody unknown.
        let typed = match upload::boundary(headers) {
            None => body::fields(route.takes, body).await.unwrap_or_default().fields,
            Some(_) => Pairs::default(),
        };
        return ended(&route, req, typed).await;
    }
    // What was posted is read only once it is known who sends it.
    let posted = body::read(route.takes, &req.services, headers, body).await;
    let (mut posted, misread) = match posted {
        Ok(posted) => (posted, None),
        Err(error) => (Posted::default(), Some(error)),
    };
    let owner = posted.fields.take(hidden::OWNER);
    if let Some(actor) = &req.actor
        && owner.is_some_and(|owner| owner != actor.id.to_string())
    {
        if req.script {
            return other_person(req, &another());
        }
        let page = messages::sentence_page(req, Some(another()));
        return send(req, (StatusCode::CONFLICT, page.into()));
    }
    let key = posted.fields.take(hidden::KEY).map(|key| key.parse()).transpose();
    let filled_at = script::filled_at(&mut posted.fields);
    let typed = posted.fields.clone();
    let misread = match misread {
        None => lengths::check(route.takes, &typed).err(),
        some => some,
    };
    let done = match (misread, key, filled_at) {
        (Some(error), ..) | (None, _, Err(error)) => Err(error),
        (None, Err(_), Ok(_)) => Err(Error::Misread("the form's key is none".to_owned())),
        (None, Ok(key), Ok(filled_at)) => {
            req.key = key;
            req.filled_at = filled_at;
            req.files = std::mem::take(&mut posted.files);
            unhindered(|| {
                handler(
                    req,
                    Posted {
                        fields: posted.fields.clone(),
                        files: Vec::new(),
                    },
                )
            })
            .await
        }
    };
    if req.script {
        return match done {
            Ok(reply) => tell_done(reply),
            Err(error) => refuse_script(req, error),
        };
    }
    let reply = match done {
        Err(Error::SignInNeeded) => return ended(&route, req, typed).await,
        Ok(reply) if !matches!(reply.kind, Kind::Again) => {
            from.into_iter().for_each(draft::forget);
            return send(req, (StatusCode::OK, reply));
        }
        Ok(_) => again(&route, req, typed, None),
        Err(error) => again(&route, req, typed, Some(error)),
    };
    from.into_iter().for_each(draft::forget);
    send(req, reply)
}

/// How often a form is tried that another one was in the way of.
const TRIES: u32 = 8;

/// Takes a form; once more where another transaction was in the way and nothing was written. The form's key
/// keeps it from being taken twice.
async fn unhindered<'a>(take: impl Fn() -> Answering<'a>) -> server::Result<Reply> {
    for number in 0..TRIES {
        match take().await {
            Err(error) if error.is_conflict() => {
                // Not all at the same moment again.
                let moment = Uuid::new_v4().as_u128() as u64 % (5 << number);
                tokio::time::sleep(Duration::from_millis(moment + 1)).await;
            }
            done => return done,
        }
    }
    take().await
}

/// The way to the page with what was typed and what is wrong with it.
fn again(route: &Route, req: &Req, values: Pairs, error: Option<Error>) -> (StatusCode, Reply) {
    let (mut errors, mut refused) = (Vec::new(), None);
    let status = match error {
        None => StatusCode::OK,
        Some(Error::Invalid(wrong)) => {
            errors = wrong;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Some(Error::Refused(sentence)) => {
            refused = Some(sentence);
            StatusCode::CONFLICT
        }
        Some(Error::TooLarge(sentence)) => {
            refused = Some(sentence);
            StatusCode::PAYLOAD_TOO_LARGE
        }
        Some(Error::NotArrived(sentence)) => {
            refused = Some(sentence);
            StatusCode::REQUEST_TIMEOUT
        }
        Some(Error::RateLimited(seconds)) => {
            refused = Some(messages::wait(seconds));
            StatusCode::TOO_MANY_REQUESTS
        }
        Some(Error::Misread(why)) => {
            note(req, &why);
            refused = Some(messages::misread());
            StatusCode::BAD_REQUEST
        }
        Some(error @ (Error::SignInNeeded | Error::Forbidden | Error::NotFound | Error::Unexpected(_))) => {
            return failure(req, error);
        }
    };
    if route.get.is_none() {
        // An action without a page of its own: the sentence stands alone, with the way back.
        let sentence = refused.or(errors.into_iter().next().map(|error| error.message));
        return (status, messages::sentence_page(req, sentence).into());
    }
    let draft = Draft {
        path: path_of(&req.path).to_owned(),
        values,
        errors,
        refused,
        status,
    };
    let person = req.actor.as_ref().map(|actor| actor.id);
    (StatusCode::OK, keep(req, draft, person, Reply::to))
}

/// The sign-in has ended: what was typed is kept for the same person, who signs in and goes on.
async fn ended(route: &Route, req: &Req, mut typed: Pairs) -> Response {
    if route.get.is_none() {
        return send(req, (StatusCode::OK, to_sign_in("/", None)));
    }
    let owner = typed.take(hidden::OWNER).and_then(|owner| owner.parse().ok());
    let person = match owner {
        Some(person) => Some(person),
        None => match req.ended().await {
            Ok(person) => person,
            Err(error) => return send(req, failure(req, error)),
        },
    };
    typed.take(hidden::KEY);
    let nothing = typed.iter().all(|(name, value)| name == "do" || value.is_empty());
    if nothing {
        return send(req, (StatusCode::OK, to_sign_in(&req.path, None)));
    }
    let Some(person) = person else {
        return send(req, (StatusCode::OK, to_sign_in(&req.path, Some(false))));
    };
    let draft = Draft {
        path: path_of(&req.path).to_owned(),
        values: typed,
        errors: Vec::new(),
        refused: Some(Sentence::new(
            "サインインしなおしました。書いたものは、そのまま残っています。まだ保存していません。確かめて、もう一度ボタンを押してください。",
            "You are signed in again, and what you typed is still here. It is not saved yet: please check it and press the button once more.",
        )),
        status: StatusCode::OK,
    };
    let reply = keep(req, draft, Some(person), |path| to_sign_in(&path, Some(true)));
    send(req, (StatusCode::OK, reply))
}

/// Keeps a draft and gives the way to it. Without a sign-in it is tied to this browser, too.
fn keep(req: &Req, draft: Draft, person: Option<Uuid>, way: impl FnOnce(String) -> Reply) -> Reply {
    let (owner, cookie) = match (&req.actor, person) {
        (Some(_), Some(person)) => (Owner::Person(person), None),
        _ => {
            let browser = req.browser.clone();
            let browser = browser.or_else(|| Some(Token::new().ok()?.as_str().to_owned()));
            let browser = browser.unwrap_or_default();
            let owner = Owner::Browser {
                browser: browser.clone(),
                person,
            };
            (owner, Some(browser))
        }
    };
    let reply = way(draft::again_at(&req.path, draft::keep(owner, draft)));
    match cookie {
        Some(browser) => reply.cookie(req, BROWSER, &browser, Life::Days(1)),
        None => reply,
    }
}

/// The path of an address, without its query.
pub(super) fn path_of(address: &str) -> &str {
    address.split_once('?').map_or(address, |(path, _)| path)
}

fn another() -> Sentence {
    Sentence::new(
        "このページは、ほかの人がサインインしていたときに開かれたものです。何も保存していません。ページを開きなおしてください。",
        "This page was opened while somebody else was signed in. Nothing was saved. Please open the page anew.",
    )
}
