import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import javax.imageio.ImageIO;

/** Decodes every JPEG of a folder by ImageIO and writes its pixels beside it, three bytes each. */
public final class DecodeAll {
    public static void main(String[] args) throws Exception {
        for (File file : new File(args[0]).listFiles((folder, name) -> name.endsWith(".jpg"))) {
            BufferedImage image = ImageIO.read(file);
            int width = image.getWidth(), height = image.getHeight();
            int[] colours = image.getRGB(0, 0, width, height, null, 0, width);
            byte[] rgb = new byte[colours.length * 3];
            for (int i = 0; i < colours.length; i++) {
                rgb[3 * i] = (byte) (colours[i] >> 16);
                rgb[3 * i + 1] = (byte) (colours[i] >> 8);
                rgb[3 * i + 2] = (byte) colours[i];
            }
            Files.write(new File(file.getPath() + ".java.rgb").toPath(), rgb);
        }
    }
}
