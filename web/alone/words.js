// What the page says, in each language: it has nobody to ask for another one.

/** @typedef {Record<string, string>} Words */

/** @type {Record<string, Words>} by the beginning of what a browser calls the language */
export const WORDS = {
  en: {
    name: "English",
    title: "Every point is a picture",
    lead: "Drag the point, or a slider. A network turns its {n} numbers, z, into 784 grey levels: here, in this file.",
    pad: "Map of the latent space. Drag, or use the arrow keys; with Shift they take larger steps.",
    picture: "The picture at this point",
    slider: "Latent coordinate z{index}",
    sample: "Sample from the prior",
    reset: "Back to 0",
    reading: "Nearest test code: a {digit}, {distance} away.",
    reading_unlabelled: "Nearest test code: {distance} away.",
    reading_class: "Nearest test code: class {digit}, {distance} away.",
    classes: "Colours of the classes",
    alone: "Show {label} alone, or all again",
    dots: "Each dot is where the encoder puts a test image.",
    circles: "The dashed circles are one, two and three standard deviations of the prior N(0, I).",
    behind: "Behind a slider: where the codes lie (filled), and the prior (line).",
    about: "{model}: {weights} weights of the decoder, all in this file. It needs no network. From VAE Playground.",
    ae: "The autoencoder",
    vae: "The VAE",
  },
  zh: {
    name: "简体中文",
    title: "每一点都是一幅图",
    lead: "拖动地图上的点，或拖动滑块。一个神经网络把它的 {n} 个数 z 变成 784 个灰度值：就在这个文件里完成。",
    pad: "隐空间地图。可以拖动，也可以用方向键；按住 Shift 键时步长更大。",
    picture: "这一点对应的图像",
    slider: "隐变量坐标 z{index}",
    sample: "从先验采样",
    reset: "回到 0",
    reading: "最近的测试编码：数字 {digit}，距离 {distance}。",
    reading_unlabelled: "最近的测试编码：距离 {distance}。",
    reading_class: "最近的测试编码：类别 {digit}，距离 {distance}。",
    classes: "各类别的颜色",
    alone: "只显示 {label}，再按一次全部显示",
    dots: "每个小点是编码器为一张测试图像给出的位置。",
    circles: "虚线圆是先验 N(0, I) 的一、二、三倍标准差。",
    behind: "滑块背后：编码的分布（填色）与先验（线）。",
    about: "{model}：解码器的 {weights} 个权重全在这个文件里，无需联网。来自 VAE Playground。",
    ae: "自编码器",
    vae: "VAE",
  },
  es: {
    name: "Español",
    title: "Cada punto es una imagen",
    lead:
      "Arrastra el punto o un deslizador. Una red convierte sus {n} números, z, en 784 grises: aquí, en este archivo.",
    pad: "Mapa del espacio latente. Arrastra o usa las flechas; con Mayús, los pasos son más largos.",
    picture: "La imagen en este punto",
    slider: "Coordenada latente z{index}",
    sample: "Extraer del a priori",
    reset: "Volver a 0",
    reading: "Código de prueba más cercano: un {digit}, a {distance}.",
    reading_unlabelled: "Código de prueba más cercano: a {distance}.",
    reading_class: "Código de prueba más cercano: clase {digit}, a {distance}.",
    classes: "Colores de las clases",
    alone: "Mostrar solo {label}, o todo de nuevo",
    dots: "Cada punto está donde el codificador coloca una imagen de prueba.",
    circles: "Los círculos discontinuos son una, dos y tres desviaciones típicas del a priori N(0, I).",
    behind: "Detrás de un deslizador: dónde están los códigos (relleno) y el a priori (línea).",
    about: "{model}: los {weights} pesos del decodificador, todos en este archivo. No necesita red. De VAE Playground.",
    ae: "El autocodificador",
    vae: "El VAE",
  },
};

/**
 * The language of these that somebody reads best; the first, if none.
 *
 * @param {readonly string[]} asked as a browser lists them, the best first
 */
export function languageOf(asked) {
  const known = Object.keys(WORDS);
  return asked.map((each) => each.split("-")[0]).find((each) => known.includes(each)) ?? known[0];
}
