//! What a person sees, or a script is told, instead of the page, and how an answer is sent.

use axum::{
    Json,
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use server::{
    Error, Sentence,
    http::{
        RequestId,
        refusal::{Refusal, Why},
    },
};

use super::{Life, Reply, Req, cookies, messages, render, reply::Kind};

/// The answer to an error that no form can show.
pub(super) fn failure(req: &Req, error: Error) -> (StatusCode, Reply) {
    let (status, page) = match error {
        Error::SignInNeeded => return (StatusCode::OK, to_sign_in(&req.path, None)),
        Error::Forbidden => (StatusCode::FORBIDDEN, messages::forbidden_page(req)),
        Error::NotFound => (StatusCode::NOT_FOUND, messages::not_found_page(req)),
        Error::Invalid(errors) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            messages::sentence_page(req, errors.into_iter().next().map(|error| error.message)),
        ),
        Error::Refused(sentence) => (StatusCode::CONFLICT, messages::sentence_page(req, Some(sentence))),
        Error::TooLarge(sentence) => (
            StatusCode::PAYLOAD_TOO_LARGE,
            messages::sentence_page(req, Some(sentence)),
        ),
        Error::NotArrived(sentence) => (
            StatusCode::REQUEST_TIMEOUT,
            messages::sentence_page(req, Some(sentence)),
        ),
        Error::Misread(why) => {
            note(req, &why);
            (
                StatusCode::BAD_REQUEST,
                messages::sentence_page(req, Some(messages::misread())),
            )
        }
        Error::RateLimited(seconds) => (
            StatusCode::TOO_MANY_REQUESTS,
            messages::sentence_page(req, Some(messages::wait(seconds))),
        ),
        Error::Unexpected(fault) => {
            tracing::error!(path = req.path, %fault, "a request failed");
            (StatusCode::INTERNAL_SERVER_ERROR, messages::unexpected_page(req))
        }
    };
    (status, page.into())
}

/// A form that is none of ours is a fault of a page or a script: the log has it.
pub(super) fn note(req: &Req, why: &str) {
    tracing::warn!(path = req.path, why, "a form was not understood");
}

/// The way to sign in and back. `kept` tells whether what was typed waits there.
pub(super) fn to_sign_in(back: &str, kept: Option<bool>) -> Reply {
    let kept = kept.map(|kept| ("kept", if kept { "yes" } else { "no" }));
    let query: Vec<(&str, &str)> = std::iter::once(("to", back)).chain(kept).collect();
    Reply::to(format!(
        "/sign-in?{}",
        serde_html_form::to_string(query).unwrap_or_default()
    ))
}

/// The answer where not even a page can be drawn.
pub(super) fn unexpected(id: RequestId, error: &Error) -> Response {
    tracing::error!(%error, "a request failed before its page");
    let text = format!(
        "うまくいきませんでした。もう一度お試しください（番号 {id}）。 \
         Something went wrong. Please try again (number {id})."
    );
    (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
}

/// An address as a header holds it: what is no ASCII letter is encoded by its bytes (RFC 3986, 2.1).
fn in_ascii(address: &str) -> String {
    address
        .bytes()
        .fold(String::with_capacity(address.len()), |mut text, byte| {
            if byte.is_ascii_graphic() {
                text.push(char::from(byte));
            } else {
                text.push_str(&format!("%{byte:02X}"));
            }
            text
        })
}

/// The header that makes a browser save a file under its name (RFC 6266). Old ones get an ASCII name.
fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_graphic() && !matches!(c, '"' | '\\') {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

/// Sends what a page answers.
pub(super) fn send(req: &Req, (status, reply): (StatusCode, Reply)) -> Response {
    let mut response = match reply.kind {
        Kind::Page(page) => render::page(req, page, status),
        // Posts turn it into the way to the page; see `post`.
        Kind::Again => (StatusCode::SEE_OTHER, [(header::LOCATION, in_ascii(&req.path))]).into_response(),
        Kind::To(path) => (StatusCode::SEE_OTHER, [(header::LOCATION, in_ascii(&path))]).into_response(),
        Kind::File { name, kind, bytes } => (
            [
                (header::CONTENT_TYPE, kind.to_owned()),
                (header::CONTENT_DISPOSITION, attachment(&name)),
            ],
            bytes,
        )
            .into_response(),
        Kind::Stream { name, kind, body } => (
            [
                (header::CONTENT_TYPE, kind.to_owned()),
                (header::CONTENT_DISPOSITION, attachment(&name)),
            ],
            Body::from_stream(body),
        )
            .into_response(),
        Kind::Json(value) => (status, Json(value)).into_response(),
        Kind::Text { kind, policy, text } => (
            [
                (header::CONTENT_TYPE, kind),
                (header::CONTENT_SECURITY_POLICY, policy),
            ],
            text,
        )
            .into_response(),
    };
    if reply.clear {
        response
            .headers_mut()
            .insert("clear-site-data", HeaderValue::from_static("\"storage\""));
    }
    let mut cookies = reply.cookies;
    let is_page = response.status() != StatusCode::SEE_OTHER;
    if req.flash.is_some() && is_page {
        cookies.push(cookies::line(&req.services.config, "flash", "", Life::Gone));
    }
    set_cookies(&mut response, cookies);
    response
}

/// Gives an answer these cookies.
pub(super) fn set_cookies(response: &mut Response, cookies: Vec<String>) {
    for cookie in cookies {
        if let Ok(value) = cookie.parse() {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}

/// The answer to a script whose post succeeded; with the cookies that the page would have been given.
pub(super) fn tell_done(mut reply: Reply) -> Response {
    let cookies = std::mem::take(&mut reply.cookies);
    let mut response = match reply.kind {
        Kind::To(_) => Json(reply.saved).into_response(),
        _ => tell(reply),
    };
    set_cookies(&mut response, cookies);
    response
}

/// An answer without anything having been posted: pages and files are not for scripts.
pub(super) fn tell(reply: Reply) -> Response {
    match reply.kind {
        Kind::Json(value) => Json(value).into_response(),
        Kind::Page(_)
        | Kind::To(_)
        | Kind::Again
        | Kind::File { .. }
        | Kind::Stream { .. }
        | Kind::Text { .. } => refusal(Why::NotTaken, String::new()),
    }
}

/// The answer to a script when something is wrong.
pub(super) fn refuse_script(req: &Req, error: Error) -> Response {
    let say = |sentence: Sentence| sentence.get(req.lang).to_owned();
    match error {
        Error::SignInNeeded => refusal(Why::SignIn, say(messages::sign_in_ended())),
        Error::Forbidden => refusal(Why::Forbidden, say(messages::forbidden())),
        Error::NotFound => refusal(Why::NotFound, say(messages::not_found())),
        Error::Invalid(errors) => {
            let said: Vec<String> = errors.into_iter().map(|error| say(error.message)).collect();
            refusal(Why::Invalid, said.join(" "))
        }
        Error::Refused(sentence) => refusal(Why::Refused, say(sentence)),
        Error::TooLarge(sentence) => refusal(Why::TooLarge, say(sentence)),
        Error::NotArrived(sentence) => refusal(Why::NotArrived, say(sentence)),
        Error::Misread(why) => {
            note(req, &why);
            refusal(Why::Misread, say(messages::misread()))
        }
        Error::RateLimited(seconds) => Refusal {
            why: Why::Wait,
            say: say(messages::wait(seconds)),
            seconds: Some(seconds),
        }
        .into_response(),
        Error::Unexpected(fault) => {
            tracing::error!(path = req.path, %fault, "a request failed");
            refusal(Why::Fault, say(messages::unexpected(req.id)))
        }
    }
}

/// The page of one person, and another one signed in.
pub(super) fn other_person(req: &Req, sentence: &Sentence) -> Response {
    refusal(Why::OtherPerson, sentence.get(req.lang).to_owned())
}

fn refusal(why: Why, say: String) -> Response {
    Refusal {
        why,
        say,
        seconds: None,
    }
    .into_response()
}
