//! `kakehashi person create`.

use std::io::BufRead;

use domain::{Lang, identity::Role};

use crate::{
    Config, Error, Result, Services,
    identity::invitations::{NewPerson, create_by_operator},
};

pub(super) async fn create(config: Config, name: &str, email: &str, roles: &[String]) -> Result<()> {
    let roles = roles
        .iter()
        .map(|code| {
            Role::from_code(code).ok_or_else(|| {
                Error::unexpected(format!(
                    "--role: unknown role {code}; one of learner, instructor, coordinator, administrator"
                ))
            })
        })
        .collect::<Result<Vec<_>>>()?;
    eprintln!("Password for {email} (8 characters or more):");
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']);
    let services = Services::start(config).await?;
    let new = NewPerson {
        name,
        kana: "",
        email,
        password,
        lang: Lang::Ja,
        user_agent: "",
    };
    match create_by_operator(&services, new, &roles).await {
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
