//! Counts of what was learnt: each with its formula and how sure it is, by grade where that tells of nobody.

use crate::{
    api::{
        Fault,
        figures::{Titles, titles},
    },
    figures::{Figure, Figures, KNOWLEDGE, Line, Shown, Wrong, enrolled, ordered},
    open::OpenRc,
    team::Duties,
    words::{Lang, figures::Figures as Words},
};
use std::collections::BTreeMap;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub lang: Lang,
    pub open: OpenRc,
    pub on_ended: Callback<()>,
}

/// A field of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Grade,
    People,
}

/// How far saving is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Saving {
    No,
    Busy,
    Done,
    Failed,
}

pub enum Msg {
    Ask,
    Loaded(Result<Box<Figures>, Fault>),
    Titles(Titles),
    Type(usize, Part, String),
    Add,
    Save,
    Saved(Result<(), Fault>),
}

pub struct FiguresPage {
    figures: Option<Figures>,
    failed: bool,
    titles: Titles,
    lines: Vec<Line>,
    wrong: BTreeMap<usize, Wrong>,
    saving: Saving,
}

fn ask(ctx: &Context<FiguresPage>) {
    let session = ctx.props().open.0.session.clone();
    ctx.link().send_future(async move { Msg::Loaded(session.figures().await.map(Box::new)) });
}

impl Component for FiguresPage {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> FiguresPage {
        ask(ctx);
        ctx.link().send_future(async { Msg::Titles(titles().await) });
        let (lines, wrong) = (vec![Line::default(); 3], BTreeMap::new());
        FiguresPage { figures: None, failed: false, titles: Titles::new(), lines, wrong, saving: Saving::No }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Ask => {
                self.failed = false;
                ask(ctx);
            }
            Msg::Loaded(Err(Fault::Session)) | Msg::Saved(Err(Fault::Session)) => {
                ctx.props().on_ended.emit(());
                return false;
            }
            Msg::Loaded(Err(_)) => self.failed = true,
            Msg::Loaded(Ok(figures)) => self.loaded(*figures),
            Msg::Titles(titles) => self.titles = titles,
            Msg::Type(at, part, text) => {
                self.saving = Saving::No;
                if let Some(line) = self.lines.get_mut(at) {
                    *match part {
                        Part::Grade => &mut line.grade,
                        Part::People => &mut line.people,
                    } = text;
                }
                // Redrawing would take the text from under an input method.
                return false;
            }
            Msg::Add => self.lines.push(Line::default()),
            Msg::Save => self.save(ctx),
            Msg::Saved(Err(_)) => self.saving = Saving::Failed,
            Msg::Saved(Ok(())) => {
                self.saving = Saving::Done;
                ask(ctx);
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        let inside = match &self.figures {
            None if self.failed => html! {
                <p class="hint" role="status">
                    { lang.say(Words::NoAnswer) } { " " }
                    <button type="button" class="link" onclick={ctx.link().callback(|_| Msg::Ask)}>{ lang.say(Words::Again) }</button>
                </p>
            },
            None => html! { <p class="hint" role="status">{ lang.say(Words::Loading) }</p> },
            Some(figures) => self.shown(lang, figures),
        };
        html! {
            <div class="figures">
                <p>{ lang.say(Words::Lead) }</p>
                <p class="hint">{ lang.say(Words::NotHealth) }</p>
                { inside }
                if self.figures.is_some() { { self.enrolment(ctx) } }
            </div>
        }
    }
}

impl FiguresPage {
    fn loaded(&mut self, figures: Figures) {
        if self.figures.is_none() && !figures.enrolled.is_empty() {
            let line =
                |(grade, people): (&String, &i64)| Line { grade: grade.clone(), people: people.to_string() };
            self.lines = figures.enrolled.iter().map(line).collect();
        }
        (self.figures, self.failed) = (Some(figures), false);
    }

    fn save(&mut self, ctx: &Context<Self>) {
        match enrolled(&self.lines) {
            Err(wrong) => self.wrong = wrong,
            Ok(grades) => {
                (self.wrong, self.saving) = (BTreeMap::new(), Saving::Busy);
                let session = ctx.props().open.0.session.clone();
                ctx.link().send_future(async move { Msg::Saved(session.enrol(&grades).await) });
            }
        }
    }

    fn shown(&self, lang: Lang, figures: &Figures) -> Html {
        let year = lang.fill(
            Words::Year,
            &[("from", &figures.year.to_string()), ("to", &(figures.year + 1).to_string())],
        );
        if figures.enrolled.is_empty() || figures.skills.is_empty() {
            let word = if figures.enrolled.is_empty() { Words::NobodyEnrolled } else { Words::NothingYet };
            return html! { <><h2>{ year }</h2><p class="notice">{ lang.say(word) }</p>{ harm(lang, figures) }</> };
        }
        let (known, skills): (Vec<_>, Vec<_>) =
            ordered(&figures.skills).into_iter().partition(|one| one.skill == KNOWLEDGE);
        let knowledge = known.first().map(|one| {
            let rows = [(Words::KnowAfter, Words::FormulaAfter, Some(&one.completed)), (Words::KnowFirst, Words::FormulaFirst, one.mastered.as_ref())];
            html! { <section><h2>{ lang.say(Words::Knowledge) }</h2>{ for rows.iter().map(|(name, formula, of)| row(lang, Unit::People, lang.say(*name), lang.say(*formula), *of)) }
            { row(lang, Unit::Items, lang.say(Words::KnowItems), lang.say(Words::FormulaItems), Some(&figures.items)) }</section> }
        });
        // Nobody yet, or too few: the gateway says the same of both.
        let both = figures.both.clone().unwrap_or_default();
        let one = |skill: &&crate::figures::Skill| {
            html! {
                <section>
                    <h3>{ self.title(lang, &skill.skill) }</h3>
                    { row(lang, Unit::People, lang.say(Words::Completed), "", Some(&skill.completed)) }
                    { row(lang, Unit::People, lang.say(Words::Mastered), "", skill.mastered.as_ref()) }
                </section>
            }
        };
        html! {
            <>
                <p class="hint">{ year }{ " · " }{ lang.say(Words::Interval) }</p>
                { knowledge }
                if !skills.is_empty() {
                    <section>
                        <h2>{ lang.say(Words::Skills) }</h2>
                        { row(lang, Unit::People, lang.say(Words::Both), lang.say(Words::FormulaBoth), Some(&both)) }
                        <p class="hint">{ lang.say(Words::FormulaCompleted) }<br/>{ lang.say(Words::FormulaMastered) }</p>
                        { for skills.iter().map(one) }
                    </section>
                }
                { harm(lang, figures) }
            </>
        }
    }

    fn title(&self, lang: Lang, skill: &str) -> String {
        let at = usize::from(lang == Lang::En);
        self.titles.get(skill).and_then(|names| names.get(at)).cloned().unwrap_or_else(|| skill.to_owned())
    }

    fn enrolment(&self, ctx: &Context<Self>) -> Html {
        let Props { lang, open, .. } = ctx.props();
        let lang = *lang;
        if open.0.me.role != Duties::Lead {
            return html! {};
        }
        let line = |(at, line): (usize, &Line)| self.line(ctx, at, line);
        let said = match self.saving {
            Saving::No => None,
            Saving::Busy => Some(Words::Saving),
            Saving::Done => Some(Words::Saved),
            Saving::Failed => Some(Words::NotSaved),
        };
        let save = ctx.link().callback(|event: SubmitEvent| {
            event.prevent_default();
            Msg::Save
        });
        html! {
            <form class="enrolled" onsubmit={save}>
                <h2>{ lang.say(Words::Enrolled) }</h2>
                <p class="hint">{ lang.say(Words::EnrolledLead) }</p>
                { for self.lines.iter().enumerate().map(line) }
                <div class="row">
                    <button type="button" class="link" disabled={self.lines.len() >= crate::figures::GRADES} onclick={ctx.link().callback(|_| Msg::Add)}>{ lang.say(Words::AddLine) }</button>
                    <button type="submit" class="main" disabled={self.saving == Saving::Busy}>{ lang.say(Words::Save) }</button>
                </div>
                <p class="hint" role="status">{ said.map(|word| lang.say(word)) }</p>
            </form>
        }
    }

    fn line(&self, ctx: &Context<Self>, at: usize, line: &Line) -> Html {
        let lang = ctx.props().lang;
        let n = (at + 1).to_string();
        let typed = |part: Part| {
            ctx.link().callback(move |event: InputEvent| {
                Msg::Type(at, part, event.target_unchecked_into::<web_sys::HtmlInputElement>().value())
            })
        };
        let wrong = self.wrong.get(&at).map(|wrong| match wrong {
            Wrong::People => Words::WrongPeople,
            Wrong::Twice => Words::WrongTwice,
        });
        let about = format!("enrolled-{at}");
        html! {
            <div class="field">
                <div class="row">
                    <label>{ lang.say(Words::Grade) }
                        <input type="text" maxlength="32" autocomplete="off" aria-label={lang.fill(Words::GradeOf, &[("n", &n)])} value={line.grade.clone()} oninput={typed(Part::Grade)} />
                    </label>
                    <label>{ lang.say(Words::People) }
                        <input type="text" inputmode="numeric" maxlength="6" autocomplete="off" aria-label={lang.fill(Words::PeopleOf, &[("n", &n)])}
                            aria-describedby={about.clone()} aria-invalid={if wrong.is_some() { "true" } else { "false" }} value={line.people.clone()} oninput={typed(Part::People)} />
                    </label>
                </div>
                <p class="wrong" id={about} role="alert">{ wrong.map(|word| lang.say(word)) }</p>
            </div>
        }
    }
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    People,
    Items,
}

impl Unit {
    const fn portion(self) -> Words {
        match self {
            Unit::People => Words::Portion,
            Unit::Items => Words::Items,
        }
    }
}

fn number(value: f64) -> String {
    format!("{value:.1}")
}

fn said(lang: Lang, unit: Unit, shown: &Shown) -> String {
    match shown {
        Shown::Count { count, percent: Some(percent), low: Some(low), high: Some(high), .. } => lang.fill(
            unit.portion(),
            &[
                ("count", &count.to_string()),
                ("percent", &number(*percent)),
                ("low", &number(*low)),
                ("high", &number(*high)),
            ],
        ),
        Shown::Count { count, .. } => lang.fill(Words::Over, &[("count", &count.to_string())]),
        Shown::AtLeast { at_least, .. } => lang.fill(Words::AtLeast, &[("count", &at_least.to_string())]),
    }
}

/// A name, a bar with its interval, and the same in words; the bar is for the eye alone.
fn row(lang: Lang, unit: Unit, name: &str, formula: &str, figure: Option<&Figure>) -> Html {
    let shown = figure.and_then(|figure| figure.shown.as_ref());
    let text = match (figure, shown) {
        (None, _) => lang.say(Words::Apart).to_owned(),
        (_, None) => lang.say(Words::Hidden).to_owned(),
        (_, Some(shown)) => said(lang, unit, shown),
    };
    let grades = figure.and_then(|figure| figure.grades.as_ref()).filter(|grades| grades.len() > 1);
    let grade = |(name, shown): (&String, &Shown)| {
        html! { <li>{ lang.say(Words::Grade) }{ " " }{ name.clone() }{ ": " }{ said(lang, unit, shown) }</li> }
    };
    html! {
        <div class="figure">
            <p class="name"><strong>{ name }</strong><span>{ text }</span></p>
            { shown.map(bar).unwrap_or_default() }
            if !formula.is_empty() { <p class="hint">{ formula }</p> }
            if let Some(grades) = grades {
                <details><summary>{ lang.say(Words::ByGrade) }</summary><ul>{ for grades.iter().map(grade) }</ul></details>
            }
        </div>
    }
}

fn bar(shown: &Shown) -> Html {
    let Shown::Count { percent: Some(percent), low: Some(low), high: Some(high), .. } = shown else {
        return html! {};
    };
    let (width, from, to) = (number(*percent), number(*low), number((high - low).max(0.5)));
    html! {
        <svg class="share" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect class="whole" width="100" height="6" />
            <rect class="part" {width} height="6" />
            <rect class="sure" x={from} y="2" width={to} height="2" />
        </svg>
    }
}

fn harm(lang: Lang, figures: &Figures) -> Html {
    if figures.harm.months.is_empty() {
        return html! {};
    }
    let row = |month: &crate::figures::Month| {
        let times = month.rises.map_or_else(|| lang.say(Words::Hidden).to_owned(), |rises| rises.to_string());
        html! { <tr><th scope="row">{ month.month.clone() }</th><td>{ times }</td></tr> }
    };
    html! {
        <section>
            <h2>{ lang.say(Words::Harm) }</h2>
            <p class="hint">{ lang.say(Words::HarmLead) }</p>
            <table>
                <thead><tr><th scope="col">{ lang.say(Words::Month) }</th><th scope="col">{ lang.say(Words::Times) }</th></tr></thead>
                <tbody>{ for figures.harm.months.iter().map(row) }</tbody>
            </table>
        </section>
    }
}
