//! Webhooks: a git host tells of a push. Only a host that knows the source's secret is heard. The push
//! itself is not believed: it asks for a look at the repository, so an old one sent again does nothing.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use futures::StreamExt;
use hmac::{Hmac, Mac};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{keys, sources};
use crate::{Error, Result, Services, db};

/// The largest message that any host sends, in bytes.
const LARGEST: usize = 26 * 1024 * 1024;

/// Headers with an HMAC-SHA-256 of the body, in hexadecimal: GitHub's, Gitea's, Forgejo's and Gogs's.
const SIGNED: [&str; 4] = [
    "x-hub-signature-256",
    "x-forgejo-signature",
    "x-gitea-signature",
    "x-gogs-signature",
];

/// `POST /hooks/{source}`: 202 when the look is asked for, 401 when the signature is missing or wrong.
pub async fn post(
    State(services): State<Arc<Services>>,
    Path(source): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> StatusCode {
    let Ok(id) = source.parse::<Uuid>() else {
        return StatusCode::NOT_FOUND;
    };
    match accept(&services, id, &headers, body).await {
        Ok(status) => status,
        Err(Error::NotFound) => StatusCode::NOT_FOUND,
        Err(error) => {
            tracing::error!(%error, "a webhook failed");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

async fn accept(services: &Services, id: Uuid, headers: &HeaderMap, body: Body) -> Result<StatusCode> {
    let source = sources::find(services, id).await?;
    let folder = keys::folder(&services.config, id);
    // Without a secret nobody has set up a webhook, so nobody can have signed one.
    let Some(secret) = keys::read(&folder, "hook").filter(|secret| !secret.is_empty()) else {
        return Ok(StatusCode::UNAUTHORIZED);
    };
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let signature = SIGNED
        .iter()
        .find_map(|name| header(name))
        .and_then(|text| bytes_of_hex(text.strip_prefix("sha256=").unwrap_or(text)));
    let good = match (signature, header("x-gitlab-token")) {
        (Some(signature), _) => {
            let Some(mac) = authenticate(&secret, body).await? else {
                return Ok(StatusCode::PAYLOAD_TOO_LARGE);
            };
            mac.verify_slice(&signature).is_ok()
        }
        (None, Some(token)) => same(token, &secret),
        (None, None) => false,
    };
    if !good {
        tracing::warn!(
            source = source.name,
            "refused a webhook that is not signed with its secret"
        );
        return Ok(StatusCode::UNAUTHORIZED);
    }
    let mut row = source.into_active_model();
    row.hooked_at = Set(Some(db::now()));
    row.update(services.db.write()).await?;
    services.sources.want(id);
    Ok(StatusCode::ACCEPTED)
}

/// The message's authentication code, read piece by piece; none when it is too long.
async fn authenticate(secret: &str, body: Body) -> Result<Option<Hmac<Sha256>>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(Error::unexpected)?;
    let mut length = 0;
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(Error::unexpected)?;
        length += piece.len();
        if length > LARGEST {
            return Ok(None);
        }
        mac.update(&piece);
    }
    Ok(Some(mac))
}

/// Whether two secrets are the same, in a time that does not tell where they differ.
fn same(one: &str, other: &str) -> bool {
    let hash = |text: &str| Sha256::digest(text.as_bytes());
    hash(one)
        .iter()
        .zip(hash(other))
        .fold(0, |all, (a, b)| all | (a ^ b))
        == 0
}

fn bytes_of_hex(text: &str) -> Option<Vec<u8>> {
    let text = text.as_bytes();
    let digit = |byte: u8| char::from(byte).to_digit(16);
    text.chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_signature_is_that_of_the_hosts() {
        // The example of GitHub's documentation, "Validating webhook deliveries".
        let mac = authenticate("It's a Secret to Everybody", Body::from("Hello, World!"))
            .await
            .unwrap()
            .unwrap();
        let signature =
            bytes_of_hex("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17").unwrap();
        assert!(mac.verify_slice(&signature).is_ok());
    }

    #[test]
    fn secrets_and_hexadecimal_are_read_strictly() {
        assert!(same("abc", "abc") && !same("abc", "abd") && !same("", "a"));
        assert_eq!(bytes_of_hex("00fF"), Some(vec![0, 255]));
        assert_eq!(bytes_of_hex("0"), None);
        assert_eq!(bytes_of_hex("zz"), None);
    }
}
