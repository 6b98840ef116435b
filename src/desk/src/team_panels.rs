//! The panels of the staff page: handing a key over, closing somebody, inviting, a new centre key.

use crate::{
    api::Fault,
    field::{self, Field},
    team::{Duties, Member},
    team_page::{Doing, Msg, TeamPage},
    words::{Lang, door::Door, team::Team as Words},
};
use web_sys::HtmlInputElement;
use yew::{html::Scope, prelude::*};

/// The words for a refusal of the gateway.
pub fn refused(fault: &Fault) -> Words {
    match fault {
        Fault::Refused(code) if code == "name-taken" => Words::NameTaken,
        Fault::Refused(code) if code == "role" => Words::NotAllowed,
        Fault::Refused(code) if code == "members-changed" => Words::MembersChanged,
        _ => Words::Failed,
    }
}

/// What is being done to a member, if anything.
pub fn doing(page: &TeamPage, link: &Scope<TeamPage>, lang: Lang, member: &Member) -> Html {
    let named = |word: Words| lang.fill(word, &[("name", &member.name)]);
    match page.doing() {
        Some(Doing::Grant(id)) if *id == member.id => html! {
            <div class="keep">
                <p>{ named(Words::GrantLead) }</p>
                <dl class="check">
                    <dt>{ lang.say(Door::CheckCode) }</dt>
                    <dd translate="no">{ member.check_code() }</dd>
                </dl>
                { tick(page, link, lang, Words::GrantTick) }
                { buttons(page, link, lang, "main", Words::GrantButton, || Msg::Grant) }
            </div>
        },
        Some(Doing::Disable(id)) if *id == member.id => html! {
            <div class="keep">
                <h3>{ named(Words::DisableTitle) }</h3>
                <p>{ named(Words::DisableLead) }</p>
                { buttons(page, link, lang, "other", Words::DisableButton, || Msg::Disable) }
            </div>
        },
        _ => Html::default(),
    }
}

fn tick(page: &TeamPage, link: &Scope<TeamPage>, lang: Lang, word: Words) -> Html {
    let change =
        link.callback(|event: Event| Msg::Tick(event.target_unchecked_into::<HtmlInputElement>().checked()));
    html! {
        <>
            <label class="tick">
                <input type="checkbox" checked={page.ticked()} onchange={change} />
                <span><strong>{ lang.say(word) }</strong></span>
            </label>
            <p class="wrong" role="alert">{ page.need_tick().then(|| lang.say(Words::NeedTick)) }</p>
        </>
    }
}

fn buttons(
    page: &TeamPage,
    link: &Scope<TeamPage>,
    lang: Lang,
    class: &'static str,
    word: Words,
    msg: fn() -> Msg,
) -> Html {
    html! {
        <div class="buttons">
            <button type="button" {class} disabled={page.busy()} onclick={link.callback(move |_| msg())}>
                { lang.say(if page.busy() { Words::Working } else { word }) }
            </button>
            <button type="button" class="quiet" disabled={page.busy()} onclick={link.callback(|_| Msg::Cancel)}>{ lang.say(Words::NotNow) }</button>
        </div>
    }
}

/// Inviting somebody.
pub fn invite(page: &TeamPage, link: &Scope<TeamPage>, lang: Lang) -> Html {
    let name = Field {
        id: "invite-name",
        label: lang.say(Words::InviteName),
        hint: Some(lang.say(Words::InviteNameHint)),
        kind: "text",
        autocomplete: "off",
        node: page.name().clone(),
        wrong: page.invite_wrong().map(str::to_owned),
    };
    let labels: Vec<&str> = Duties::ALL.iter().map(|role| lang.say(role.words().0)).collect();
    let hint = Duties::ALL.get(page.role()).map(|role| lang.say(role.words().1));
    html! {
        <section class="step">
            <h2>{ lang.say(Words::Invite) }</h2>
            { name.view() }
            { field::choose("role", Words::InviteRole, lang, &labels, Some(page.role()), &link.callback(Msg::Role)) }
            <p class="hint">{ hint }</p>
            <button type="button" class="other" disabled={page.busy()} onclick={link.callback(|_| Msg::Invite)}>{ lang.say(Words::InviteButton) }</button>
            <div role="status">
                if let Some((name, code)) = page.invited() {
                    <dl class="check">
                        <dt>{ lang.fill(Words::InviteCode, &[("name", name)]) }</dt>
                        <dd class="invite-code" translate="no">{ code.clone() }</dd>
                    </dl>
                    <p class="hint">{ lang.say(Words::InviteValid) }</p>
                }
            </div>
        </section>
    }
}

/// A new centre key. Whoever presses looks first at who gets it.
pub fn rotate(page: &TeamPage, link: &Scope<TeamPage>, lang: Lang, heirs: &[&Member]) -> Html {
    let open = page.doing() == Some(&Doing::Rotate);
    let heir = |member: &&Member| {
        html! { <li><span>{ &member.name }</span><b translate="no">{ member.check_code() }</b></li> }
    };
    html! {
        <section class="step">
            <h2>{ lang.say(Words::Rotate) }</h2>
            <p class="hint">{ lang.say(Words::RotateLead) }</p>
            if open {
                <div class="keep">
                    <p>{ lang.say(Words::RotateWho) }</p>
                    <ul class="heirs">{ for heirs.iter().map(heir) }</ul>
                    { tick(page, link, lang, Words::RotateTick) }
                    { buttons(page, link, lang, "main", Words::RotateButton, || Msg::Rotate) }
                </div>
            } else {
                <button type="button" class="quiet" onclick={link.callback(|_| Msg::Begin(Doing::Rotate))}>{ lang.say(Words::Rotate) }</button>
            }
        </section>
    }
}
