//! Who asks an endpoint of this room that is not a page, and what is answered where it may not be.

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{Actor, Error, Result, Services, cookies, identity::sign_in};

/// Whoever is signed in, by the cookie of the request.
pub(super) async fn actor(services: &Services, headers: &HeaderMap) -> Result<Actor> {
    let token = cookies::get(&services.config, headers, cookies::SIGN_IN);
    match token {
        Some(token) => sign_in::actor(services, token).await?.ok_or(Error::SignInNeeded),
        None => Err(Error::SignInNeeded),
    }
}

/// A refusal, for a script.
pub(super) fn refusal(error: Error) -> Response {
    let status = match error {
        Error::SignInNeeded => StatusCode::UNAUTHORIZED,
        Error::Forbidden => StatusCode::FORBIDDEN,
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Invalid(_) | Error::Misread(_) => StatusCode::BAD_REQUEST,
        Error::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        Error::NotArrived(_) => StatusCode::REQUEST_TIMEOUT,
        Error::Refused(_) => StatusCode::CONFLICT,
        Error::RateLimited(seconds) => {
            let wait = [(header::RETRY_AFTER, seconds.to_string())];
            return (StatusCode::TOO_MANY_REQUESTS, wait).into_response();
        }
        Error::Unexpected(cause) => {
            tracing::error!(%cause, "an endpoint of a script failed");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    status.into_response()
}
