//! Reading the letters that were written into files.

use mail_parser::MessageParser;

use super::App;

/// A letter as its reader sees it.
#[derive(Clone, Debug)]
pub struct Mail {
    pub id: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub reply_to: Option<String>,
    pub raw: String,
    pub attachments: Vec<(String, Vec<u8>)>,
}

impl Mail {
    /// Reads the bytes of a letter.
    pub fn parse(raw: &[u8]) -> Self {
        let message = MessageParser::default().parse(raw).unwrap();
        Self {
            id: message.message_id().unwrap().to_owned(),
            to: message.to().and_then(|to| to.first()).and_then(|to| to.address()).unwrap().to_owned(),
            subject: message.subject().unwrap_or_default().to_owned(),
            reply_to: message
                .reply_to()
                .and_then(|list| list.first())
                .and_then(|one| one.address())
                .map(str::to_owned),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            attachments: message
                .attachments()
                .map(|part| {
                    use mail_parser::MimeHeaders;
                    (part.attachment_name().unwrap_or_default().to_owned(), part.contents().to_vec())
                })
                .collect(),
            raw: String::from_utf8_lossy(raw).into_owned(),
        }
    }

    /// The token of the link in a letter about an account.
    pub fn token(&self) -> String {
        let after = self.text.split("token=").nth(1).expect("the letter has a link with a token");
        after.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
    }
}

impl App {
    /// All letters written so far, oldest first.
    pub fn letters(&self) -> Vec<Mail> {
        let Ok(entries) = std::fs::read_dir(self.hub.letters_dir()) else { return Vec::new() };
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        names.retain(|path| path.extension().is_some_and(|ending| ending == "eml"));
        names.sort();
        names.iter().map(|path| Mail::parse(&std::fs::read(path).unwrap())).collect()
    }

    /// The letters to one address, oldest first.
    pub fn letters_to(&self, address: &str) -> Vec<Mail> {
        self.letters().into_iter().filter(|mail| mail.to == address).collect()
    }

    /// The newest letter to one address.
    pub fn letter_to(&self, address: &str) -> Mail {
        self.letters_to(address).pop().expect("a letter was sent")
    }

    /// Throws all letters away.
    pub fn empty_mailboxes(&self) {
        let _ = std::fs::remove_dir_all(self.hub.letters_dir());
    }
}
