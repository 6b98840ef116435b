//! Pictures from a camera or a file, as grey values.

use qinghe_sight::Picture;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, File, HtmlCanvasElement, HtmlVideoElement, ImageBitmap, MediaStream,
    MediaStreamConstraints, MediaStreamTrack,
};

/// Longer side of a picture that is looked at, pixels: a code of 97 modules still has ten for each.
const SIDE: u32 = 1_600;

/// A running camera; dropping it switches it off.
pub struct Camera {
    stream: MediaStream,
    video: HtmlVideoElement,
}

impl Camera {
    /// Asks for the camera and shows it in `video`.
    ///
    /// # Errors
    /// What the browser says: refused, or no camera.
    pub async fn open(video: HtmlVideoElement) -> Result<Camera, JsValue> {
        let devices = web_sys::window().ok_or(JsValue::NULL)?.navigator().media_devices()?;
        let wishes = js_sys::JSON::parse(r#"{"facingMode":"environment","width":{"ideal":1920}}"#)?;
        let constraints = MediaStreamConstraints::new();
        constraints.set_video(&wishes);
        let stream = JsFuture::from(devices.get_user_media_with_constraints(&constraints)?).await?;
        let camera = Camera { stream: stream.dyn_into()?, video };
        camera.video.set_src_object(Some(&camera.stream));
        JsFuture::from(camera.video.play()?).await?;
        Ok(camera)
    }

    /// What it sees now; `None` before the first picture.
    #[must_use]
    pub fn look(&self) -> Option<Picture> {
        let (width, height) = (self.video.video_width(), self.video.video_height());
        draw(width, height, |context, width, height| {
            context.draw_image_with_html_video_element_and_dw_and_dh(&self.video, 0.0, 0.0, width, height)
        })
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        for track in self.stream.get_tracks() {
            if let Ok(track) = track.dyn_into::<MediaStreamTrack>() {
                track.stop();
            }
        }
        self.video.set_src_object(None);
    }
}

/// The picture in a file; `None` when the browser cannot open it.
pub async fn of_file(file: &File) -> Option<Picture> {
    let opening = web_sys::window()?.create_image_bitmap_with_blob(file).ok()?;
    let bitmap: ImageBitmap = JsFuture::from(opening).await.ok()?.dyn_into().ok()?;
    let picture = draw(bitmap.width(), bitmap.height(), |context, width, height| {
        context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width, height)
    });
    bitmap.close();
    picture
}

fn draw(
    width: u32,
    height: u32,
    put: impl FnOnce(&CanvasRenderingContext2d, f64, f64) -> Result<(), JsValue>,
) -> Option<Picture> {
    let longer = width.max(height);
    if width == 0 || height == 0 {
        return None;
    }
    let fit = |side: u32| if longer > SIDE { (side * SIDE / longer).max(1) } else { side };
    let (width, height) = (fit(width), fit(height));
    let page = web_sys::window()?.document()?;
    let canvas: HtmlCanvasElement = page.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let (w, h) = (f64::from(width), f64::from(height));
    put(&context, w, h).ok()?;
    let pixels = context.get_image_data(0.0, 0.0, w, h).ok()?.data();
    Picture::of_rgba(&pixels, usize::try_from(width).ok()?, usize::try_from(height).ok()?)
}
