import { pictureLayer, readResults, type Layer, type ResultData } from './model';

/** What the attribute `masks` names: results, and pictures that are shown as they are. */
export interface Sources {
  results: ResultData[];
  pictures: Layer[];
}

/** Reads results from URLs that are parted by spaces; one that ends with `.svg` is a picture. */
export async function readSources(urls: string, request: (url: string) => Promise<Response>): Promise<Sources> {
  const read = await Promise.all(
    urls.split(/\s+/).filter(Boolean).map(async (url, index): Promise<Sources> => {
      const { pathname } = new URL(url, document.baseURI);
      if (pathname.endsWith('.svg')) return { results: [], pictures: [pictureLayer(`masks_${index + 1}`, url)] };
      const response = await request(url);
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return { results: readResults(await response.json()), pictures: [] };
    }),
  );
  return { results: read.flatMap(item => item.results), pictures: read.flatMap(item => item.pictures) };
}
