//! What a script is told when its request did not succeed: JSON, always, never a page. `app/assets/outbox.js`
//! reads it: only `refused` and `invalid` end what was entered; after everything else it is kept and sent again.

use axum::{
    Json,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};

/// Why a request did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Nobody is signed in.
    SignIn,
    /// Somebody else is signed in than the person on whose page it was entered.
    OtherPerson,
    /// The person may not do this.
    Forbidden,
    /// There is nothing at this address.
    NotFound,
    /// The address takes no such request.
    NotTaken,
    /// A field is wrong; it would be wrong again.
    Invalid,
    /// A rule says no; it would say so again.
    Refused,
    /// What was sent was not understood.
    Misread,
    /// What was sent is larger than the address takes.
    TooLarge,
    /// What was sent did not arrive as a whole.
    NotArrived,
    /// Too many tries; after `seconds` it may go.
    Wait,
    /// A fault of ours.
    Fault,
}

impl Why {
    /// The status that goes with it.
    pub fn status(self) -> StatusCode {
        match self {
            Why::SignIn | Why::OtherPerson => StatusCode::UNAUTHORIZED,
            Why::Forbidden => StatusCode::FORBIDDEN,
            Why::NotFound => StatusCode::NOT_FOUND,
            Why::NotTaken => StatusCode::METHOD_NOT_ALLOWED,
            Why::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Why::Refused => StatusCode::CONFLICT,
            Why::Misread => StatusCode::BAD_REQUEST,
            Why::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Why::NotArrived => StatusCode::REQUEST_TIMEOUT,
            Why::Wait => StatusCode::TOO_MANY_REQUESTS,
            Why::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What a status of a layer below the pages means. A refusal for good is never read into it: those who
    /// refuse say so themselves.
    fn of(status: StatusCode) -> Why {
        match status {
            StatusCode::UNAUTHORIZED => Why::SignIn,
            StatusCode::FORBIDDEN | StatusCode::MISDIRECTED_REQUEST => Why::Forbidden,
            StatusCode::NOT_FOUND => Why::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Why::NotTaken,
            StatusCode::PAYLOAD_TOO_LARGE => Why::TooLarge,
            StatusCode::REQUEST_TIMEOUT => Why::NotArrived,
            StatusCode::TOO_MANY_REQUESTS => Why::Wait,
            status if status.is_client_error() => Why::Misread,
            _ => Why::Fault,
        }
    }
}

/// What a script is told: `{"refused": {"why": "sign-in", "say": "…"}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Why, for the script.
    pub why: Why,
    /// Why, for the person.
    pub say: String,
    /// How long to wait before another try, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
}

#[derive(Serialize)]
struct Body<'a> {
    refused: &'a Refusal,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.why.status(), Json(Body { refused: &self })).into_response()
    }
}

/// Whether whoever asks reads JSON: scripts of ours say so, pages never do.
pub fn reads_json(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("application/json"))
}

/// The answer for a script: one that did not succeed and is no JSON yet becomes a refusal. So it does not
/// matter which layer it came from.
pub(super) fn for_script(response: Response) -> Response {
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let is_json = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !failed || is_json {
        return response;
    }
    let refusal = Refusal {
        why: Why::of(status),
        say: "うまくいきませんでした。もう一度お試しください。 Something went wrong. Please try again."
            .to_owned(),
        seconds: None,
    };
    (status, Json(Body { refused: &refusal })).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_status_of_a_layer_below_is_taken_for_a_refusal_for_good() {
        for code in 400..600 {
            let why = Why::of(StatusCode::from_u16(code).unwrap());
            assert!(!matches!(why, Why::Refused | Why::Invalid), "{code}");
        }
    }

    #[test]
    fn only_scripts_read_json() {
        for (accept, json) in [
            ("application/json", true),
            ("text/html,application/xhtml+xml,*/*;q=0.8", false),
            ("*/*", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            assert_eq!(reads_json(&headers), json, "{accept}");
        }
    }
}
