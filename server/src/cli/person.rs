//! `kakehashi person`: for whoever runs the server.

use std::io::BufRead;

use domain::{Lang, identity::Role};

use crate::{
    Config, Error, Result, Services,
    identity::{
        invitations::{NewPerson, create_by_operator},
        password_resets,
    },
};

pub(super) async fn create(config: Config, name: &str, email: &str, roles: &[String]) -> Result<()> {
    let roles = roles
        .iter()
        .map(|code| {
            code.parse::<Role>().map_err(|_| {
                Error::unexpected(format!(
                    "--role: unknown role {code}; one of learner, instructor, coordinator, administrator"
                ))
            })
        })
        .collect::<Result<Vec<_>>>()?;
    eprintln!("Password for {email} (10 characters or more):");
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']);
    let services = Services::start(config).await?;
    let new = NewPerson {
        name: name.to_owned(),
        email: email.to_owned(),
        password: password.to_owned(),
        ..NewPerson::default()
    };
    match create_by_operator(&services, new, Lang::Ja, &roles).await {
        Ok(id) => println!("Made {name} ({id})."),
        Err(Error::Invalid(errors)) => {
            let sentences: Vec<_> = errors
                .iter()
                .map(|e| format!("--{}: {}", e.field, e.message.en))
                .collect();
            return Err(Error::unexpected(sentences.join("\n")));
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Prints a link with which a person chooses a new password.
pub(super) async fn reset_password(config: Config, email: &str) -> Result<()> {
    let services = Services::start(config).await?;
    let path = password_resets::link_by_operator(&services, email)
        .await
        .map_err(|error| match error {
            Error::NotFound => Error::unexpected(format!(
                "--email: nobody with an open account signs in as {email}"
            )),
            error => error,
        })?;
    println!("{}{path}", services.config.public_url);
    eprintln!(
        "Whoever opens this link chooses a new password. It works once, for {} days.",
        password_resets::DAYS
    );
    Ok(())
}
